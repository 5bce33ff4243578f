package org.radhub.viewer.pixels;

import java.util.Set;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.VR;

/**
 * Values that are signed or not as the pixels are (PS3.6: US or SS). Implicit VR does not say which, so that all of them are read as signed; where
 * they are written in explicit VR, it has to be said.
 */
final class Signs {
    private static final int IMAGE_PRESENTATION = 0x0028;

    /** Those that do not stand with the pixels: all of that group are such values, if they are signed at all. */
    private static final Set<Integer> ELSEWHERE = Set.of(
            Tag.ZeroVelocityPixelValue,
            Tag.MappedPixelValue,
            Tag.RealWorldValueFirstValueMapped,
            Tag.RealWorldValueLastValueMapped,
            Tag.HistogramFirstBinValue,
            Tag.HistogramLastBinValue);

    private Signs() {}

    /** @param attributes read from implicit VR */
    static void set(Attributes attributes) {
        set(attributes, 0);
    }

    /** @param pixels Pixel Representation of what these attributes are part of; an icon, for one, has its own */
    private static void set(Attributes attributes, int pixels) {
        var representation = attributes.getInt(Tag.PixelRepresentation, pixels);
        for (var tag : attributes.tags()) {
            var vr = attributes.getVR(tag);
            if (vr == VR.SQ) {
                attributes.getSequence(tag).forEach(item -> set(item, representation));
            } else if (vr == VR.SS && representation == 0 && isAsThePixels(tag)) {
                attributes.setBytes(tag, VR.US, attributes.getSafeBytes(tag));
            }
        }
    }

    private static boolean isAsThePixels(int tag) {
        return tag >>> 16 == IMAGE_PRESENTATION || ELSEWHERE.contains(tag);
    }
}
