package org.radhub.storage.dataset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects texts of a data set to judge their character set by, in bounded memory. Where the index judges by its own texts, these are judged
 * by no others, so that a patient has one name in both.
 */
final class TextSamples implements ElementVisitor {
    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_VALUE = 4 << 10;
    private static final byte ESCAPE = 0x1b;

    private final List<ForeignTexts.Sample> texts = new ArrayList<>();

    /** What the index judges by; the first of equal tags counts, as there. */
    private final Map<Integer, byte[]> indexed = new HashMap<>();

    private int bytes;

    /** Depth of the outermost item that declares a character set of its own, and is judged alone; 0: none. */
    private int ownDepth;

    private int depth;

    @Override
    public int wants(int at, int tag, Vr vr, long length) {
        return tag == HeaderElements.CHARACTER_SET
                        || isIndexed(at, tag)
                        || dependent(vr) && bytes < MAX_BYTES && length <= MAX_VALUE
                ? MAX_VALUE
                : 0;
    }

    private static boolean isIndexed(int at, int tag) {
        return at == 0 && HeaderElements.isText(tag);
    }

    static boolean dependent(Vr vr) {
        return vr.kind() == Vr.Kind.TEXT || vr.kind() == Vr.Kind.LONG_TEXT || vr.kind() == Vr.Kind.NAME;
    }

    @Override
    public void value(int at, int tag, Vr vr, byte[] value, boolean bigEndian) {
        if (isIndexed(at, tag) || at == 0 && tag == HeaderElements.CHARACTER_SET) {
            indexed.putIfAbsent(tag, value);
        } else if (tag == HeaderElements.CHARACTER_SET) {
            if (ownDepth == 0) {
                ownDepth = depth;
            }
        } else if (ownDepth == 0 && dependent(vr) && ForeignTexts.hasHighBytes(value)) {
            texts.add(new ForeignTexts.Sample(
                    value, vr.kind() == Vr.Kind.NAME ? ForeignTexts.Kind.PERSON_NAME : ForeignTexts.Kind.OTHER));
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
        var declaration = indexed.getOrDefault(HeaderElements.CHARACTER_SET, new byte[0]);
        boolean judged = indexed.entrySet().stream()
                .anyMatch(text -> HeaderElements.isText(text.getKey()) && dependsOnIt(text.getValue()));
        return TextEncoding.of(declaration, judged ? HeaderElements.texts(indexed) : ForeignTexts.of(texts));
    }

    /** Whether its meaning depends on the character set: escape sequences call other characters without a high byte. */
    private static boolean dependsOnIt(byte[] text) {
        for (byte value : text) {
            if (value < 0 || value == ESCAPE) {
                return true;
            }
        }
        return false;
    }
}
