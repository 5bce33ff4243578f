package org.radhub.viewer.pixels;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.IIOServiceProvider;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;
import org.springframework.stereotype.Component;

/**
 * Keeps the image library's plug-ins for ImageIO to itself. They announce themselves for every JPEG in the process, and then cannot read
 * one that does not come out of a DICOM file; whoever else draws pictures here is to get those of the JDK.
 */
@Component
class OwnImageIo {
    OwnImageIo() {
        ImageIO.scanForPlugins();
        var registry = IIORegistry.getDefaultInstance();
        for (var kind : List.of(ImageReaderSpi.class, ImageWriterSpi.class)) {
            withdraw(registry, registry.getServiceProviders(kind, false));
        }
    }

    private static void withdraw(IIORegistry registry, Iterator<? extends IIOServiceProvider> providers) {
        var foreign = new ArrayList<IIOServiceProvider>();
        providers.forEachRemaining(provider -> {
            if (provider.getClass().getName().startsWith("org.aoju.")) {
                foreign.add(provider);
            }
        });
        foreign.forEach(registry::deregisterServiceProvider);
    }

    /** The JDK's writer. */
    ImageWriter writer(Wish.Format format) {
        return ImageIO.getImageWritersByFormatName(format.name()).next();
    }
}
