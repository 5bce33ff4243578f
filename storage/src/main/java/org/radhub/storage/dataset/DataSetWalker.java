package org.radhub.storage.dataset;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Walks through an encoded data set once, in bounded memory and without recursion, and refuses what is not one: values longer than the data,
 * sequences nested too deep, command or File Meta elements. Values are passed by and not looked at, except those that the visitor wants.
 *
 * <p>Lenient where the field is: elements out of order, odd lengths, VR codes that no one knows, padding behind the last element, and
 * content of a sequence of known length that is not made of items (it is passed by as a whole).
 */
final class DataSetWalker {
    static final int MAX_DEPTH = 128;

    private static final long UNDEFINED = 0xffffffffL;
    private static final int ITEM = 0xfffee000;
    private static final int ITEM_END = 0xfffee00d;
    private static final int SEQUENCE_END = 0xfffee0dd;
    private static final int PIXEL_DATA = 0x7fe00010;
    private static final int FLOAT_PIXEL_DATA = 0x7fe00008;
    private static final int DOUBLE_PIXEL_DATA = 0x7fe00009;

    private final Source source;
    private final boolean bigEndian;
    private final boolean explicit;
    private final ElementVisitor visitor;
    private final Deque<Frame> open = new ArrayDeque<>();
    private boolean headerOnly;
    private boolean pixelsSeen;
    private boolean sequenceSkipped;

    /**
     * A sequence, or an item, that has begun.
     *
     * @param end position where it ends; -1 where a delimiter ends it
     * @param bound the nearest end of it and of all around it; -1 if none is known
     * @param explicit whether its elements say their VR
     */
    private record Frame(boolean item, int tag, long end, long bound, boolean explicit) {}

    private record Header(int tag, Vr vr, long length, boolean explicit) {}

    /** Something does not fit inside a sequence; it matters less where the sequence's own end is known. */
    private static final class Misfit extends Exception {
        private static final long serialVersionUID = 1L;

        Misfit(String message) {
            super(message, null, false, false);
        }
    }

    DataSetWalker(Source source, Encoding encoding, ElementVisitor visitor) {
        this.source = source;
        this.bigEndian = encoding.bigEndian();
        this.explicit = encoding.explicit();
        this.visitor = visitor;
    }

    /** Stops at the pixel data, or where it would be. */
    DataSetWalker headerOnly() {
        headerOnly = true;
        return this;
    }

    /** Whether the content of a sequence was not understood, and passed by. */
    boolean sequenceSkipped() {
        return sequenceSkipped;
    }

    /** To the end of the data set. */
    void walk() throws IOException, Malformed {
        boolean more = true;
        while (more) {
            try {
                more = open.isEmpty() ? topLevel() : nested();
            } catch (Misfit misfit) {
                skipSequence(misfit);
            }
        }
    }

    private boolean topLevel() throws IOException, Malformed, Misfit {
        if (!source.has(8)) {
            if (!source.has(1) || pixelsSeen || source.skipRest()) {
                source.skipRest();
                return false;
            }
            throw new Malformed("data set ends within an element");
        }
        int group = bigEndian ? source.u8(0) << 8 | source.u8(1) : source.u8(1) << 8 | source.u8(0);
        if (headerOnly && group >= 0x7fe0) {
            return false;
        }
        if (pixelsSeen && (group < 0x7fe0 || explicit && group != 0xfffc && !vrAhead())) {
            // Padding or left-overs of a buffer: kept as they came, as nothing of the data set depends on them.
            source.skipRest();
            return false;
        }
        if (group == 0) {
            if (source.skipRest()) {
                return false;
            }
            throw new Malformed("command elements (group 0000) within the data set");
        }
        if (group == 2) {
            throw new Malformed("File Meta elements (group 0002) within the data set");
        }
        element(header(explicit));
        return true;
    }

    private boolean vrAhead() {
        return Vr.of(source.u8(4) << 8 | source.u8(5)) != null;
    }

    private boolean nested() throws IOException, Malformed, Misfit {
        var frame = open.peek();
        if (frame.end() == source.position()) {
            close();
            return true;
        }
        if (frame.bound() >= 0 && source.position() + 8 > frame.bound()) {
            throw new Misfit("element does not fit into its sequence");
        }
        if (!source.has(8)) {
            throw new Malformed("data set ends within a sequence");
        }
        if (frame.item()) {
            element(header(frame.explicit()));
        } else {
            itemOfSequence(frame);
        }
        return true;
    }

    private void itemOfSequence(Frame sequence) throws IOException, Malformed, Misfit {
        int tag = tag();
        long length = source.u32(bigEndian);
        if (tag == SEQUENCE_END && sequence.end() < 0) {
            close();
            return;
        }
        if (tag != ITEM) {
            throw new Misfit("sequence holds something that is not an item");
        }
        push(true, ITEM, length, sequence.explicit());
        visitor.startItem();
    }

    private Header header(boolean explicitHere) throws IOException, Malformed, Misfit {
        int tag = tag();
        if (!explicitHere || tag >>> 16 == 0xfffe) {
            return new Header(tag, Dictionary.vrOf(tag), source.u32(bigEndian), false);
        }
        int code = source.u8(0) << 8 | source.u8(1);
        int shortLength = bigEndian ? source.u8(2) << 8 | source.u8(3) : source.u8(3) << 8 | source.u8(2);
        var vr = Vr.of(code);
        if (vr == null && !looksLikeVr(code) && !open.isEmpty()) {
            throw new Misfit("element without a value representation");
        }
        source.skip(4);
        // A code that nobody knows is one of a later edition, with the long form, unless its reserved bytes are in use.
        boolean longForm = vr == null ? looksLikeVr(code) && shortLength == 0 : vr.hasLongLength();
        if (!longForm) {
            return new Header(tag, vr == null ? Vr.UN : vr, shortLength, true);
        }
        boundary(4);
        long length = source.u32(bigEndian);
        return new Header(tag, vr == null ? Vr.UN : vr, length, true);
    }

    private static boolean looksLikeVr(int code) {
        return Character.isUpperCase(code >>> 8) && Character.isUpperCase(code & 0xff);
    }

    private int tag() throws IOException, Malformed {
        int group = source.u16(bigEndian);
        return group << 16 | source.u16(bigEndian);
    }

    private void element(Header header) throws IOException, Malformed, Misfit {
        switch (header.tag()) {
            case ITEM_END -> {
                if (open.isEmpty() || !open.peek().item() || open.peek().end() >= 0) {
                    throw new Misfit("item delimiter outside of an item");
                }
                close();
            }
            case SEQUENCE_END, ITEM -> throw new Misfit("delimiter where an element should be");
            default -> valueOf(header);
        }
    }

    private void valueOf(Header header) throws IOException, Malformed, Misfit {
        boolean pixels = open.isEmpty()
                && (header.tag() == PIXEL_DATA
                        || header.tag() == FLOAT_PIXEL_DATA
                        || header.tag() == DOUBLE_PIXEL_DATA);
        if (header.length() == UNDEFINED) {
            undefinedLength(header, pixels);
        } else {
            boundary(header.length());
            var vr = vrOf(header);
            if (vr == Vr.SQ) {
                startSequence(header, header.explicit() && header.vr() == Vr.SQ);
            } else {
                value(header, vr, pixels);
            }
        }
        pixelsSeen |= pixels;
    }

    /** An element of the standard that was sent as UN is what the standard says, encoded implicitly (PS3.5 6.2.2). */
    private static Vr vrOf(Header header) {
        if (header.vr() != Vr.UN || !header.explicit()) {
            return header.vr();
        }
        return Dictionary.vrOf(header.tag());
    }

    private void undefinedLength(Header header, boolean pixels) throws IOException, Malformed, Misfit {
        if (pixels || header.vr().mayBeEncapsulated() && header.explicit()) {
            fragments(pixels);
        } else if (header.vr() == Vr.SQ) {
            startSequence(header, header.explicit());
        } else if (header.vr() == Vr.UN) {
            startSequence(header, false);
        } else {
            throw new Misfit("undefined length of a value that cannot have one");
        }
    }

    private void startSequence(Header header, boolean explicitInside) throws IOException, Malformed {
        push(false, header.tag(), header.length(), explicitInside);
        visitor.startSequence(header.tag());
    }

    private void push(boolean item, int tag, long length, boolean explicitInside) throws IOException, Malformed {
        if (open.size() >= 2 * MAX_DEPTH) {
            throw new Malformed("sequences nested more than " + MAX_DEPTH + " deep");
        }
        var around = open.peek();
        long bound = around == null ? -1 : around.bound();
        if (length == UNDEFINED) {
            open.push(new Frame(item, tag, -1, bound, explicitInside));
            return;
        }
        long end = source.position() + length;
        if (bound >= 0 && end > bound) {
            // An item that is longer than its sequence: what is said of the sequence holds.
            end = bound;
            sequenceSkipped = true;
        }
        open.push(new Frame(item, tag, end, end, explicitInside));
    }

    private void close() throws IOException {
        if (open.pop().item()) {
            visitor.endItem();
        } else {
            visitor.endSequence();
        }
    }

    private void value(Header header, Vr vr, boolean pixels) throws IOException, Malformed {
        int depth = depth();
        int wanted = (int) Math.min(visitor.wants(depth, header.tag(), vr, header.length()), header.length());
        if (wanted > 0 || header.length() == 0) {
            visitor.value(depth, header.tag(), vr, source.read(wanted), bigEndian);
        }
        if (pixels) {
            source.skip(header.length() - wanted, visitor::pixels);
        } else {
            source.skip(header.length() - wanted);
        }
    }

    private int depth() {
        return open.size() / 2;
    }

    /** Fragments of encapsulated pixel data (PS3.5 A.4); delimiter bytes within a fragment are just bytes. */
    private void fragments(boolean pixels) throws IOException, Malformed, Misfit {
        while (true) {
            boundary(8);
            int tag = tag();
            long length = source.u32(bigEndian);
            if (tag == SEQUENCE_END) {
                return;
            }
            if (tag != ITEM || length == UNDEFINED) {
                throw new Misfit("encapsulated value holds something that is not a fragment");
            }
            boundary(length);
            if (pixels) {
                source.skip(length, visitor::pixels);
            } else {
                source.skip(length);
            }
        }
    }

    private void boundary(long length) throws Misfit {
        var frame = open.peek();
        if (frame != null && frame.bound() >= 0 && source.position() + length > frame.bound()) {
            throw new Misfit("value does not fit into its sequence");
        }
    }

    /** Goes on behind the innermost sequence or item whose end is known. */
    private void skipSequence(Misfit misfit) throws IOException, Malformed {
        while (!open.isEmpty() && open.peek().end() < 0) {
            close();
        }
        if (open.isEmpty()) {
            throw new Malformed(misfit.getMessage());
        }
        sequenceSkipped = true;
        source.skip(open.peek().end() - source.position());
        close();
    }
}
