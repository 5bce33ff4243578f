package org.radhub.viewer.pixels;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.VR;
import org.aoju.bus.image.galaxy.io.ImageOutputStream;
import org.radhub.storage.Instance;
import org.radhub.viewer.UncompressedInstances;
import org.radhub.viewer.frames.FrameLayout;
import org.radhub.viewer.frames.FrameReader;
import org.radhub.viewer.frames.Malformed;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Writes instances anew in explicit VR little endian, frame by frame. */
@Component
public class Transcoder implements UncompressedInstances {
    public static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    private static final String IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";

    /** Transfer syntaxes that always lose something, and what their method is called (PS3.3 C.7.6.1.1.5.1). */
    private static final Map<String, String> LOSSY =
            Map.of("1.2.840.10008.1.2.4.50", "ISO_10918_1", "1.2.840.10008.1.2.4.51", "ISO_10918_1");

    private static final long LONGEST_VALUE = 0xFFFFFFFEL;

    private final FrameReader reader;
    private final FrameDecoder decoder;
    private final Desks desks;
    private final long largest;

    /** @param largest bytes of pixels in one instance that are written as a whole for those who take no other form */
    Transcoder(
            FrameReader reader,
            FrameDecoder decoder,
            Desks desks,
            @Value("${radhub.viewer.largest-uncompressed:2GB}") DataSize largest) {
        this.largest = largest.toBytes();
        this.reader = reader;
        this.decoder = decoder;
        this.desks = desks;
    }

    /**
     * Whether the instance can be written in explicit VR little endian: it has no pixels and should have none, or there is a codec for them here.
     */
    public boolean canWrite(FrameLayout layout) {
        if (layout instanceof FrameLayout.Pixelless pixelless) {
            return !pixelless.lacksPixels();
        }
        return !FrameLayout.isVideo(layout.transferSyntaxUid())
                && layout.frames() == layout.raster().frames()
                && decoder.decodes(layout)
                && (layout.raster().bitsAllocated() == 8 || layout.raster().bitsAllocated() == 16);
    }

    /** Length in bytes of the frames, uncompressed. */
    public long frameLength(FrameLayout layout) {
        return layout.bitsOfDecompressedFrame() / 8;
    }

    /** One frame uncompressed, little-endian, the samples of a pixel together where a codec had to decode them. */
    public byte[] frame(Instance instance, FrameLayout layout, int frame) throws IOException {
        return desks.at(() -> decoder.decode(instance, layout, frame).bytes());
    }

    /** Writes the whole Part 10 file. Values behind the pixels are left out. */
    public void write(Instance instance, OutputStream to) throws IOException {
        var meta = Attributes.createFileMetaInformation(
                instance.sopInstanceUid(), instance.sopClassUid(), EXPLICIT_LITTLE_ENDIAN);
        // Closing would close the answer.
        @SuppressWarnings("resource")
        var out = new ImageOutputStream(to, EXPLICIT_LITTLE_ENDIAN);
        out.writeFileMetaInformation(meta);
        write(instance, reader.layout(instance), out);
    }

    @Override
    public void writeDataSet(Instance instance, String transferSyntaxUid, OutputStream to) throws IOException {
        if (!Set.of(EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN).contains(transferSyntaxUid)) {
            throw new IllegalArgumentException("nothing is written in transfer syntax " + transferSyntaxUid);
        }
        try {
            writeUncompressed(instance, transferSyntaxUid, to);
        } catch (Undecodable e) {
            throw new Impossible(e.getMessage(), e);
        }
    }

    private void writeUncompressed(Instance instance, String transferSyntaxUid, OutputStream to) throws IOException {
        var layout = layout(instance);
        if (!canWrite(layout)) {
            throw new Undecodable(
                    layout instanceof FrameLayout.Pixelless
                            ? "its pixels are not to be found"
                            : "cannot be decompressed here from " + instance.transferSyntaxUid());
        }
        if (layout.frames() > 0 && frameLength(layout) > largest / layout.frames()) {
            throw new Undecodable("too large to be decompressed");
        }
        // Closing would close what the caller writes to.
        @SuppressWarnings("resource")
        var out = new ImageOutputStream(to, transferSyntaxUid);
        write(instance, layout, out);
    }

    private FrameLayout layout(Instance instance) throws IOException {
        try {
            return reader.layout(instance);
        } catch (Malformed e) {
            throw new Undecodable("its frames cannot be told apart", e);
        }
    }

    private void write(Instance instance, FrameLayout layout, ImageOutputStream out) throws IOException {
        var header = Header.read(instance, layout, reader);
        if (layout instanceof FrameLayout.Encapsulated) {
            uncompressed(header, layout);
        }
        out.writeDataset(null, header);
        if (layout.frames() > 0) {
            writePixels(instance, layout, out);
        }
        out.flush();
    }

    private void uncompressed(Attributes header, FrameLayout layout) {
        header.remove(Tag.ExtendedOffsetTable);
        header.remove(Tag.ExtendedOffsetTableLengths);
        var lossy = LOSSY.get(layout.transferSyntaxUid());
        if (lossy != null) {
            // What was lost stays lost (PS3.3 C.7.6.1.1.5), and nobody could tell any more.
            header.setString(Tag.LossyImageCompression, VR.CS, "01");
            if (!header.containsValue(Tag.LossyImageCompressionMethod)) {
                header.setString(Tag.LossyImageCompressionMethod, VR.CS, lossy);
            }
        }
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
            out.write(bytes, 0, bytes.length);
        }
        if (padded > length) {
            out.write(new byte[1], 0, 1);
        }
    }
}
