package org.radhub.storage.dataset;

import java.util.ArrayList;
import java.util.List;

/** Collects texts of a data set to judge their character set by, in bounded memory. */
final class TextSamples implements ElementVisitor {
    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_VALUE = 4 << 10;

    private final List<byte[]> texts = new ArrayList<>();
    private byte[] declaration = new byte[0];
    private int bytes;

    /** Depth of the outermost item that declares a character set of its own, and is judged alone; 0: none. */
    private int ownDepth;

    private int depth;

    @Override
    public int wants(int at, int tag, Vr vr, long length) {
        return tag == HeaderElements.CHARACTER_SET || dependent(vr) && bytes < MAX_BYTES && length <= MAX_VALUE
                ? MAX_VALUE
                : 0;
    }

    static boolean dependent(Vr vr) {
        return vr.kind() == Vr.Kind.TEXT || vr.kind() == Vr.Kind.LONG_TEXT || vr.kind() == Vr.Kind.NAME;
    }

    @Override
    public void value(int at, int tag, Vr vr, byte[] value, boolean bigEndian) {
        if (tag == HeaderElements.CHARACTER_SET) {
            if (at == 0) {
                declaration = value;
            } else if (ownDepth == 0) {
                ownDepth = depth;
            }
        } else if (ownDepth == 0 && dependent(vr) && value.length > 0) {
            texts.add(value);
            bytes += value.length;
        }
    }

    @Override
    public void startItem() {
        depth++;
    }

    @Override
    public void endItem() {
        if (ownDepth == depth) {
            ownDepth = 0;
        }
        depth--;
    }

    TextEncoding encoding() {
        return TextEncoding.of(declaration, texts);
    }
}
