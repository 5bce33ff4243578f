package org.radhub.viewer.pixels;

import java.io.IOException;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.io.ImageInputStream;
import org.radhub.storage.Instance;
import org.radhub.viewer.frames.FrameLayout;
import org.radhub.viewer.frames.FrameReader;

/** Reads what stands before the pixels. */
final class Header {
    /** Palettes and tables of many frames take room; what is beyond is not meant to be drawn. */
    private static final long LARGEST = 32L << 20;

    private Header() {}

    static Attributes read(Instance instance, FrameLayout layout, FrameReader reader) throws IOException {
        if (layout.pixelElement() - layout.dataSet() > LARGEST) {
            throw new Undecodable("more than " + LARGEST + " bytes stand before the pixels");
        }
        try (var in = new ImageInputStream(reader.openHeader(instance, layout), reader.headerTransferSyntax(layout))) {
            in.setIncludeBulkData(ImageInputStream.IncludeBulkData.YES);
            var header = in.readDataset(-1, -1);
            if (reader.headerTransferSyntax(layout).equals(Transcoder.IMPLICIT_LITTLE_ENDIAN)) {
                Signs.set(header);
            }
            return header;
        } catch (RuntimeException unreadable) {
            throw new Undecodable("what stands before the pixels cannot be read", unreadable);
        }
    }
}
