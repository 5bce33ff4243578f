package org.radhub.viewer.pixels;

import java.io.IOException;
import java.io.OutputStream;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.VR;
import org.aoju.bus.image.galaxy.io.ImageOutputStream;
import org.radhub.storage.Instance;
import org.radhub.viewer.frames.FrameLayout;
import org.radhub.viewer.frames.FrameReader;
import org.springframework.stereotype.Component;

/** Writes instances anew in explicit VR little endian, frame by frame. */
@Component
public class Transcoder {
    public static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    private static final long LONGEST_VALUE = 0xFFFFFFFEL;

    private final FrameReader reader;
    private final FrameDecoder decoder;
    private final Desks desks;

    Transcoder(FrameReader reader, FrameDecoder decoder, Desks desks) {
        this.reader = reader;
        this.decoder = decoder;
        this.desks = desks;
    }

    /** Whether the instance can be written in explicit VR little endian: it has no pixels, or there is a codec for them here. */
    public boolean canWrite(FrameLayout layout) {
        return layout instanceof FrameLayout.Pixelless
                || !FrameLayout.isVideo(layout.transferSyntaxUid())
                        && layout.frames() == layout.raster().frames()
                        && decoder.decodes(layout)
                        && (layout.raster().bitsAllocated() == 8
                                || layout.raster().bitsAllocated() == 16);
    }

    /** Length in bytes of the frames, uncompressed. */
    public long frameLength(FrameLayout layout) {
        return layout.raster().bitsOfFrame() / 8;
    }

    /** One frame uncompressed, little-endian, the samples of a pixel together where a codec had to decode them. */
    public byte[] frame(Instance instance, FrameLayout layout, int frame) throws IOException {
        return desks.at(() -> decoder.decode(instance, layout, frame).bytes());
    }

    /** Writes the whole Part 10 file. Values behind the pixels are left out. */
    public void write(Instance instance, OutputStream to) throws IOException {
        var layout = reader.layout(instance);
        var header = Header.read(instance, layout, reader);
        var meta = Attributes.createFileMetaInformation(
                instance.sopInstanceUid(), instance.sopClassUid(), EXPLICIT_LITTLE_ENDIAN);
        if (layout instanceof FrameLayout.Encapsulated) {
            uncompressed(header, layout);
        }
        // Closing would close the answer.
        @SuppressWarnings("resource")
        var out = new ImageOutputStream(to, EXPLICIT_LITTLE_ENDIAN);
        out.writeDataset(meta, header);
        if (layout.frames() > 0) {
            writePixels(instance, layout, out);
        }
        out.flush();
    }

    private void uncompressed(Attributes header, FrameLayout layout) {
        header.remove(Tag.ExtendedOffsetTable);
        header.remove(Tag.ExtendedOffsetTableLengths);
        if (layout.raster().samples() == 3) {
            header.setInt(Tag.PlanarConfiguration, VR.US, 0);
            if (Codecs.has(layout.transferSyntaxUid())) {
                header.setString(Tag.PhotometricInterpretation, VR.CS, "RGB");
            }
        }
    }

    private void writePixels(Instance instance, FrameLayout layout, ImageOutputStream out) throws IOException {
        var length = frameLength(layout) * layout.frames();
        var padded = length + length % 2;
        if (padded > LONGEST_VALUE) {
            throw new Undecodable("more than 4 GiB of uncompressed pixels");
        }
        var vr = layout.raster().bitsAllocated() <= 8 ? VR.OB : VR.OW;
        out.writeHeader(Tag.PixelData, vr, (int) padded);
        for (var frame = 1; frame <= layout.frames(); frame++) {
            var bytes = frame(instance, layout, frame);
            if (bytes.length != frameLength(layout)) {
                throw new Undecodable("a frame of " + bytes.length + " bytes");
            }
            out.write(bytes, 0, bytes.length);
        }
        if (padded > length) {
            out.write(new byte[1], 0, 1);
        }
    }
}
