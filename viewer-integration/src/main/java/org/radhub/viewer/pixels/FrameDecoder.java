package org.radhub.viewer.pixels;

import java.io.IOException;
import org.radhub.storage.Instance;
import org.radhub.viewer.frames.FrameLayout;
import org.radhub.viewer.frames.FrameReader;
import org.radhub.viewer.frames.Raster;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Decompresses single frames, of bounded size. */
@Component
class FrameDecoder {
    private static final String RLE = "1.2.840.10008.1.2.5";

    private final FrameReader reader;
    private final long largest;

    FrameDecoder(FrameReader reader, @Value("${radhub.viewer.largest-frame:128MB}") DataSize largest) {
        this.reader = reader;
        this.largest = largest.toBytes();
    }

    /** Whether frames in this transfer syntax can be decompressed here. */
    boolean decodes(FrameLayout layout) {
        return layout instanceof FrameLayout.Native
                || layout.transferSyntaxUid().equals(RLE)
                || Codecs.has(layout.transferSyntaxUid());
    }

    /** The frame uncompressed, little-endian, and as long as the instance says. */
    Samples decode(Instance instance, FrameLayout layout, int frame) throws IOException {
        var samples = samples(instance, layout, frame);
        if (samples.bytes().length != (layout.bitsOfDecompressedFrame() + 7) / 8) {
            throw new Undecodable("a frame of " + samples.bytes().length + " bytes");
        }
        return samples;
    }

    private Samples samples(Instance instance, FrameLayout layout, int frame) throws IOException {
        var raster = layout.raster();
        check(layout, frame);
        byte[] bytes;
        try (var in = reader.open(instance, layout, frame)) {
            bytes = in.readAllBytes();
        }
        if (layout instanceof FrameLayout.Native) {
            return new Samples(
                    raster.rows(),
                    raster.columns(),
                    raster.samples(),
                    raster.bitsAllocated() / 8,
                    raster.photometricInterpretation(),
                    bytes);
        }
        var samples = decompress(layout, raster, bytes);
        if (samples.rows() != raster.rows()
                || samples.columns() != raster.columns()
                || samples.perPixel() != raster.samples()) {
            throw new Undecodable("the compressed frame is of another size than the instance says");
        }
        return samples;
    }

    private static Samples decompress(FrameLayout layout, Raster raster, byte[] bytes) throws Undecodable {
        var photometric = raster.photometricInterpretation();
        if (layout.transferSyntaxUid().equals(RLE)) {
            return RunLength.decode(
                    bytes, raster.rows(), raster.columns(), raster.samples(), raster.bitsAllocated() / 8, photometric);
        }
        if (!Codecs.has(layout.transferSyntaxUid())) {
            throw new Undecodable("no codec for transfer syntax " + layout.transferSyntaxUid());
        }
        var samples = Codecs.decode(bytes, photometric.startsWith("YBR"), photometric);
        return raster.bitsAllocated() == 16 ? samples.widened() : samples;
    }

    private void check(FrameLayout layout, int frame) throws Undecodable {
        if (frame < 1 || frame > layout.frames()) {
            throw new Undecodable("no frame " + frame);
        }
        var uncompressed = layout.bitsOfDecompressedFrame() / 8;
        if (uncompressed == 0 || uncompressed > largest || reader.length(layout, frame) > largest) {
            throw new Undecodable("a frame of " + uncompressed + " bytes");
        }
    }
}
