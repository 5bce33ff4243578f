package org.radhub.storage.dataset;

import org.aoju.bus.image.galaxy.data.ElementDictionary;

/** What the standard says of an element (PS3.6), where the encoding does not. */
final class Dictionary {
    private static final ElementDictionary STANDARD = ElementDictionary.getStandardElementDictionary();

    private Dictionary() {}

    /** UN for elements that the standard does not know. */
    static Vr vrOf(int tag) {
        int group = tag >>> 16;
        int element = tag & 0xffff;
        if (element == 0) {
            return Vr.UL;
        }
        if ((group & 1) == 1) {
            return element >= 0x10 && element <= 0xff ? Vr.LO : Vr.UN;
        }
        var name = STANDARD.vrOf(tag);
        var vr = name == null
                ? null
                : Vr.of(name.name().charAt(0) << 8 | name.name().charAt(1));
        return vr == null ? Vr.UN : vr;
    }
}
