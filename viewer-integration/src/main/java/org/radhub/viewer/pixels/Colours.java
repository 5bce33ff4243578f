package org.radhub.viewer.pixels;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.nimble.PaletteColorModel;

/** Draws colour frames: RGB, luminance with chrominance, and palettes (PS3.3 C.7.6.3.1.2). */
final class Colours {
    private final Samples samples;
    private final boolean planes;
    private final boolean halfChroma;
    private final boolean ybr;
    private final int shift;

    private Colours(Samples samples, boolean planes, int bitsStored) {
        this.samples = samples;
        this.planes = planes;
        this.ybr = samples.photometricInterpretation().startsWith("YBR_FULL")
                || samples.photometricInterpretation().startsWith("YBR_PARTIAL");
        this.halfChroma = samples.photometricInterpretation().endsWith("_422")
                && samples.bytes().length < samples.rows() * samples.columns() * 3 * samples.bytesPerSample();
        this.shift = Math.max(0, Math.min(8, bitsStored - 8));
    }

    /** @param planes whether all samples of one colour lie together, then those of the next */
    static BufferedImage draw(Samples samples, boolean planes, int bitsStored) {
        var colours = new Colours(samples, planes, bitsStored);
        var image = new BufferedImage(samples.columns(), samples.rows(), BufferedImage.TYPE_INT_RGB);
        var line = new int[samples.columns()];
        for (var y = 0; y < samples.rows(); y++) {
            for (var x = 0; x < line.length; x++) {
                line[x] = colours.rgb(y * line.length + x);
            }
            image.setRGB(0, y, line.length, 1, line, 0, line.length);
        }
        return image;
    }

    static BufferedImage drawPalette(Samples samples, Attributes header) {
        var palette = new PaletteColorModel(
                header.getInt(Tag.BitsStored, 8),
                samples.bytesPerSample() == 1 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT,
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                header);
        var image = new BufferedImage(samples.columns(), samples.rows(), BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < samples.rows(); y++) {
            for (var x = 0; x < samples.columns(); x++) {
                image.setRGB(x, y, palette.getRGB(samples.at(y * samples.columns() + x)));
            }
        }
        return image;
    }

    private int rgb(int pixel) {
        int first;
        int second;
        int third;
        if (halfChroma) {
            // Two pixels share their chrominance: Y1 Y2 Cb Cr.
            var pair = pixel / 2 * 4;
            first = sample(pair + pixel % 2);
            second = sample(pair + 2);
            third = sample(pair + 3);
        } else if (planes) {
            var plane = samples.rows() * samples.columns();
            first = sample(pixel);
            second = sample(plane + pixel);
            third = sample(2 * plane + pixel);
        } else {
            first = sample(3 * pixel);
            second = sample(3 * pixel + 1);
            third = sample(3 * pixel + 2);
        }
        return ybr ? fromYbr(first, second - 128, third - 128) : first << 16 | second << 8 | third;
    }

    private int sample(int index) {
        return samples.bytesPerSample() == 1 ? samples.at(index) : samples.at(index) >> shift & 0xFF;
    }

    private static int fromYbr(int y, int cb, int cr) {
        var red = clamp(y + 1.402 * cr);
        var green = clamp(y - 0.344136 * cb - 0.714136 * cr);
        var blue = clamp(y + 1.772 * cb);
        return red << 16 | green << 8 | blue;
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
