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

/** Writes instances anew, uncompressed: what is compressed frame by frame, and what is not as it is. */
@Component
public class Transcoder implements UncompressedInstances {
    public static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    static final String IMPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2";

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
     * Whether the instance can be written uncompressed: its pixels are so already, or there is a codec for them here, or it has none and should have none.
     */
    public boolean canWrite(FrameLayout layout) {
        if (layout instanceof FrameLayout.Pixelless pixelless) {
            return !pixelless.lacksPixels();
        }
        return layout instanceof FrameLayout.Native ? hasAllFrames(layout) : canDecode(layout);
    }

    /** Whether its frames can be had uncompressed, each by itself. */
    public boolean canDecode(FrameLayout layout) {
        return hasAllFrames(layout)
                && decoder.decodes(layout)
                && (layout.raster().bitsAllocated() == 8 || layout.raster().bitsAllocated() == 16);
    }

    private static boolean hasAllFrames(FrameLayout layout) {
        return !FrameLayout.isVideo(layout.transferSyntaxUid())
                && layout.frames() == layout.raster().frames();
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
        var out = file(instance, to);
        write(instance, reader.layout(instance), out);
    }

    @Override
    public void writeFile(Instance instance, OutputStream to) throws IOException {
        try {
            var layout = writable(instance);
            write(instance, layout, file(instance, to));
        } catch (Undecodable e) {
            throw new Impossible(e.getMessage(), e);
        }
    }

    private static ImageOutputStream file(Instance instance, OutputStream to) throws IOException {
        var meta = Attributes.createFileMetaInformation(
                instance.sopInstanceUid(), instance.sopClassUid(), EXPLICIT_LITTLE_ENDIAN);
        // Closing would close what the caller writes to.
        @SuppressWarnings("resource")
        var out = new ImageOutputStream(to, EXPLICIT_LITTLE_ENDIAN);
        out.writeFileMetaInformation(meta);
        return out;
    }

    @Override
    public void writeDataSet(Instance instance, String transferSyntaxUid, OutputStream to) throws IOException {
        if (!Set.of(EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN).contains(transferSyntaxUid)) {
            throw new IllegalArgumentException("nothing is written in transfer syntax " + transferSyntaxUid);
        }
        try {
            var layout = writable(instance);
            // Closing would close what the caller writes to.
            @SuppressWarnings("resource")
            var out = new ImageOutputStream(to, transferSyntaxUid);
            write(instance, layout, out);
        } catch (Undecodable e) {
            throw new Impossible(e.getMessage(), e);
        }
    }

    private FrameLayout writable(Instance instance) throws IOException {
        var layout = layout(instance);
        if (!canWrite(layout)) {
            throw new Undecodable(whyNot(instance, layout));
        }
        if (pixelsLength(layout) > largest) {
            throw new Undecodable("too large to be written uncompressed");
        }
        return layout;
    }

    private static String whyNot(Instance instance, FrameLayout layout) {
        if (layout instanceof FrameLayout.Pixelless) {
            return "its pixels are not to be found";
        }
        return layout instanceof FrameLayout.Native
                ? "it has pixels for " + layout.frames() + " frames of "
                        + layout.raster().frames()
                : "cannot be decompressed here from " + instance.transferSyntaxUid();
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
            writePixelElement(instance, layout, out);
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

    /** Length in bytes of all pixels, uncompressed. */
    private long pixelsLength(FrameLayout layout) {
        if (layout instanceof FrameLayout.Native uncompressed) {
            return uncompressed.length();
        }
        var frame = frameLength(layout);
        return frame > LONGEST_VALUE ? Long.MAX_VALUE : frame * layout.frames();
    }

    private void writePixelElement(Instance instance, FrameLayout layout, ImageOutputStream out) throws IOException {
        var length = pixelsLength(layout);
        if (length > LONGEST_VALUE) {
            throw new Undecodable("more than 4 GiB of uncompressed pixels");
        }
        var padded = length + length % 2;
        var tag = layout instanceof FrameLayout.Native uncompressed ? uncompressed.tag() : Tag.PixelData;
        out.writeHeader(tag, vr(tag, layout), (int) padded);
        if (layout instanceof FrameLayout.Native uncompressed) {
            try (var pixels = reader.openAll(instance, uncompressed)) {
                pixels.transferTo(out);
            }
        } else {
            for (var frame = 1; frame <= layout.frames(); frame++) {
                var bytes = frame(instance, layout, frame);
                out.write(bytes, 0, bytes.length);
            }
        }
        if (padded > length) {
            out.write(new byte[1], 0, 1);
        }
    }

    /** PS3.5 8.2 and 8.3; read in explicit VR alone. */
    private static VR vr(int tag, FrameLayout layout) {
        return switch (tag) {
            case Tag.FloatPixelData -> VR.OF;
            case Tag.DoubleFloatPixelData -> VR.OD;
            default -> layout.raster().bitsAllocated() <= 8 ? VR.OB : VR.OW;
        };
    }
}
