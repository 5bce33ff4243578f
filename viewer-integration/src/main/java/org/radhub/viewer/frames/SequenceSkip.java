package org.radhub.viewer.frames;

import java.io.IOException;
import java.util.ArrayDeque;

/** Passes over a sequence of undefined length (PS3.5 7.5), however deep it goes, without recursion. */
final class SequenceSkip {
    private static final int DEEPEST = 512;

    private final ElementStream in;
    /** For each open sequence or item: whether the elements in it say their VR. */
    private final ArrayDeque<Boolean> open = new ArrayDeque<>();

    private SequenceSkip(ElementStream in) {
        this.in = in;
    }

    /** @param sequence whose header was just read; of VR UN, its items are in implicit VR little endian (PS3.5 6.2.2) */
    static void over(ElementStream in, ElementHeader sequence, boolean explicit) throws IOException {
        var skip = new SequenceSkip(in);
        skip.enter(explicit && !sequence.vr().equals("UN"));
        while (!skip.open.isEmpty()) {
            skip.step();
        }
    }

    private void step() throws IOException {
        var explicit = open.element();
        var element = ElementHeader.read(in, explicit);
        if (element.tag() == ElementHeader.SEQUENCE_END || element.tag() == ElementHeader.ITEM_END) {
            open.pop();
        } else if (element.undefinedLength()) {
            enter(explicit && !element.vr().equals("UN"));
        } else {
            in.skip(element.length());
        }
    }

    private void enter(boolean explicit) throws Malformed {
        if (open.size() == DEEPEST) {
            throw new Malformed("sequences nested deeper than " + DEEPEST);
        }
        open.push(explicit);
    }
}
