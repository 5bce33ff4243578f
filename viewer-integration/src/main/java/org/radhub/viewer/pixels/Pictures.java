package org.radhub.viewer.pixels;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.radhub.storage.Instance;
import org.radhub.viewer.frames.FrameLayout;
import org.radhub.viewer.frames.FrameReader;
import org.springframework.stereotype.Component;

/** Draws frames as pictures for those who cannot draw themselves. Only so many at once, so that memory stays bounded. */
@Component
public class Pictures {
    private final FrameReader reader;
    private final FrameDecoder decoder;
    private final Desks desks;
    private final OwnImageIo imageIo;

    Pictures(FrameReader reader, FrameDecoder decoder, Desks desks, OwnImageIo imageIo) {
        this.reader = reader;
        this.decoder = decoder;
        this.desks = desks;
        this.imageIo = imageIo;
    }

    /**
     * The frame as a JPEG or PNG.
     *
     * @param frame from 1
     * @throws Undecodable if it cannot be drawn here
     * @throws Busy if it did not come to its turn in time
     */
    public byte[] draw(Instance instance, int frame, Wish wish) throws IOException {
        return desks.at(() -> {
            try {
                return written(fitted(drawn(instance, frame, wish), wish), wish);
            } catch (RuntimeException e) {
                throw new Undecodable("the attributes of the pixels contradict each other", e);
            }
        });
    }

    private BufferedImage drawn(Instance instance, int frame, Wish wish) throws IOException {
        var layout = reader.layout(instance);
        var raster = layout.raster();
        if (raster.bitsAllocated() != 8 && raster.bitsAllocated() != 16) {
            throw new Undecodable("pixels of " + raster.bitsAllocated() + " bits");
        }
        var samples = decoder.decode(instance, layout, frame);
        var header = Header.read(instance, layout, reader);
        var photometric = samples.photometricInterpretation();
        if (photometric.equals("PALETTE COLOR")) {
            return Colours.drawPalette(samples, header);
        }
        if (samples.perPixel() == 3) {
            return Colours.draw(samples, inPlanes(layout, header), header.getInt(Tag.BitsStored, 8));
        }
        if (samples.perPixel() == 1) {
            return Grey.draw(samples, header, frame, wish.window());
        }
        throw new Undecodable("pixels of " + samples.perPixel() + " samples");
    }

    /** Only uncompressed pixels can be; what codecs give lies together by pixel. */
    private static boolean inPlanes(FrameLayout layout, Attributes header) {
        return layout instanceof FrameLayout.Native && header.getInt(Tag.PlanarConfiguration, 0) == 1;
    }

    private static BufferedImage fitted(BufferedImage image, Wish wish) {
        var byWidth = (double) wish.largestWidth() / image.getWidth();
        var byHeight = (double) wish.largestHeight() / image.getHeight();
        var scale = Math.min(byWidth, byHeight);
        if (scale >= 1) {
            return image;
        }
        var width = (int) Math.max(1, Math.round(image.getWidth() * scale));
        var height = (int) Math.max(1, Math.round(image.getHeight() * scale));
        var smaller = image;
        // By halves: in one step, thin structures would fall between the pixels that are kept.
        while (smaller.getWidth() >= 2 * width && smaller.getHeight() >= 2 * height) {
            smaller = scaled(smaller, smaller.getWidth() / 2, smaller.getHeight() / 2);
        }
        return scaled(smaller, width, height);
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        var scaled = new BufferedImage(width, height, image.getType());
        var pen = scaled.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, width, height, null);
        pen.dispose();
        return scaled;
    }

    private byte[] written(BufferedImage image, Wish wish) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = imageIo.writer(wish.format());
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            var how = writer.getDefaultWriteParam();
            if (wish.format() == Wish.Format.JPEG) {
                how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                how.setCompressionQuality(wish.quality() / 100f);
            }
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
