package org.radhub.storage.dataset;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.radhub.storage.Attributes;

/** Reads {@link Attributes}: once for the character set, and once for the values. */
public final class AttributesReader implements ElementVisitor {
    private final Deque<Level> open = new ArrayDeque<>();
    private final int size;
    private int count;

    private AttributesReader(TextEncoding encoding, int size) {
        this.size = size;
        open.push(new Level(encoding, false));
    }

    /** A data set, or an item, that is being read. */
    private static final class Level {
        private final Attributes.Builder elements = Attributes.builder();
        private final Deque<Sequence> sequences = new ArrayDeque<>();
        private TextEncoding encoding;
        private boolean ownEncoding;

        Level(TextEncoding encoding, boolean ownEncoding) {
            this.encoding = encoding;
            this.ownEncoding = ownEncoding;
        }
    }

    private record Sequence(int tag, List<Attributes> items) {}

    /** More than anybody asks in earnest. */
    private static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch(String message) {
            super(message);
        }
    }

    /** See {@link Attributes#read}. */
    public static Attributes read(byte[] dataSet, String transferSyntaxUid) throws Attributes.Malformed {
        var encoding = Encoding.of(transferSyntaxUid);
        if (encoding == Encoding.DEFLATED) {
            throw new Attributes.Malformed("deflated data sets are not taken here");
        }
        try {
            var samples = new TextSamples();
            walk(dataSet, encoding, samples);
            var reader = new AttributesReader(samples.encoding(), dataSet.length);
            walk(dataSet, encoding, reader);
            return reader.open.pop().elements.build();
        } catch (Malformed | TooMuch e) {
            throw new Attributes.Malformed(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot break", e);
        }
    }

    /** The value representation that the standard has for the element; UN where it has none. */
    public static String vrOf(int tag) {
        return Dictionary.vrOf(tag).name();
    }

    private static void walk(byte[] dataSet, Encoding encoding, ElementVisitor visitor) throws IOException, Malformed {
        new DataSetWalker(new Source(new ByteArrayInputStream(dataSet)), encoding, visitor).walk();
    }

    @Override
    public int wants(int depth, int tag, Vr vr, long length) {
        // What a value claims to be costs no more memory than there is data.
        return (int) Math.min(length, size);
    }

    @Override
    public void value(int depth, int tag, Vr vr, byte[] bytes, boolean bigEndian) throws IOException {
        if ((tag & 0xffff) == 0) {
            return;
        }
        one();
        var level = open.peek();
        if (tag == HeaderElements.CHARACTER_SET && depth > 0) {
            level.encoding = TextEncoding.of(bytes, List.of());
            level.ownEncoding = true;
        }
        var encoding = level.ownEncoding ? level.encoding.forText(bytes) : level.encoding;
        level.elements.put(new Attributes.Attribute(tag, vr.name(), values(vr, bytes, bigEndian, encoding), List.of()));
    }

    @Override
    public void startSequence(int tag) throws IOException {
        one();
        if (open.size() > Attributes.DEEPEST) {
            throw new TooMuch("sequences nested more than " + Attributes.DEEPEST + " deep");
        }
        open.peek().sequences.push(new Sequence(tag, new ArrayList<>()));
    }

    @Override
    public void startItem() throws IOException {
        one();
        var around = open.peek();
        open.push(new Level(around.encoding, around.ownEncoding));
    }

    @Override
    public void endItem() {
        var item = open.pop();
        open.peek().sequences.peek().items().add(item.elements.build());
    }

    @Override
    public void endSequence() {
        var sequence = open.peek().sequences.pop();
        open.peek().elements.sequence(sequence.tag(), sequence.items());
    }

    private void one() throws TooMuch {
        if (++count > Attributes.MOST) {
            throw new TooMuch("more than " + Attributes.MOST + " elements");
        }
    }

    private static List<String> values(Vr vr, byte[] bytes, boolean bigEndian, TextEncoding encoding) {
        if (bytes.length == 0) {
            return List.of();
        }
        return switch (vr.kind()) {
            case ASCII, DECIMAL, INTEGER_STRING -> split(new String(bytes, StandardCharsets.ISO_8859_1));
            case TEXT, NAME -> split(encoding.decode(bytes));
            case ASCII_ONE -> one(new String(bytes, StandardCharsets.ISO_8859_1));
            case LONG_TEXT -> one(encoding.decode(bytes));
            case SIGNED, UNSIGNED, FLOAT, TAG -> numbers(vr, bytes, bigEndian);
            case BYTES, SEQUENCE -> List.of();
        };
    }

    private static List<String> split(String text) {
        if (text.indexOf('\\') < 0) {
            return one(text);
        }
        return Arrays.stream(text.split("\\\\", -1))
                .map(AttributesReader::trimmed)
                .toList();
    }

    private static List<String> one(String text) {
        var trimmed = trimmed(text);
        return trimmed.isEmpty() ? List.of() : List.of(trimmed);
    }

    private static String trimmed(String text) {
        return text.replace("\0", "").strip();
    }

    private static List<String> numbers(Vr vr, byte[] bytes, boolean bigEndian) {
        var in = ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int width = vr == Vr.AT ? 4 : vr.width();
        var numbers = new ArrayList<String>(bytes.length / width);
        while (in.remaining() >= width) {
            numbers.add(number(vr, in));
        }
        return numbers;
    }

    private static String number(Vr vr, ByteBuffer in) {
        return switch (vr) {
            case AT -> "%04X%04X".formatted(in.getShort() & 0xffff, in.getShort() & 0xffff);
            case FL -> Float.toString(in.getFloat());
            case FD -> Double.toString(in.getDouble());
            case SS -> Short.toString(in.getShort());
            case US -> Integer.toString(in.getShort() & 0xffff);
            case SL -> Integer.toString(in.getInt());
            case UL -> Long.toString(in.getInt() & 0xffffffffL);
            case SV -> Long.toString(in.getLong());
            case UV -> Long.toUnsignedString(in.getLong());
            default -> throw new IllegalStateException(vr + " holds no binary numbers");
        };
    }
}
