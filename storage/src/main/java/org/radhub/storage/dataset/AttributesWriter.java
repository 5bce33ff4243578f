package org.radhub.storage.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.radhub.storage.Attributes;
import org.radhub.storage.Attributes.Attribute;

/** Encodes {@link Attributes} (PS3.5 section 7). */
public final class AttributesWriter {
    private static final int ITEM = 0xfffee000;
    private static final int LONGEST_SHORT = 0xfffe;

    private final boolean explicit;
    private final Repertoire repertoire;

    private AttributesWriter(boolean explicit, Repertoire repertoire) {
        this.explicit = explicit;
        this.repertoire = repertoire;
    }

    /** @param term as (0008,0005) says it; empty for ASCII */
    private record Repertoire(String term, Charset charset) {
        static final Repertoire ASCII = new Repertoire("", StandardCharsets.US_ASCII);
        static final Repertoire UTF_8 = new Repertoire(CharacterSets.UTF_8, StandardCharsets.UTF_8);

        boolean holds(Attributes attributes) {
            var encoder = charset.newEncoder();
            return all(attributes, encoder::canEncode);
        }

        private static boolean all(Attributes attributes, Predicate<String> holds) {
            for (var attribute : attributes.attributes()) {
                if (!attribute.values().stream().allMatch(holds)
                        || !attribute.items().stream().allMatch(item -> all(item, holds))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** See {@link Attributes#encoded}. */
    public static byte[] encoded(Attributes attributes, String transferSyntaxUid, String characterSet) {
        var encoding = Encoding.of(transferSyntaxUid);
        if (encoding.bigEndian() || encoding == Encoding.DEFLATED) {
            throw new IllegalArgumentException("only little endian is written, not " + transferSyntaxUid);
        }
        var repertoire = repertoire(attributes, characterSet);
        var declared = attributes;
        if (!repertoire.term().isEmpty() || attributes.has(Attributes.SPECIFIC_CHARACTER_SET)) {
            var term = repertoire.term().isEmpty() ? CharacterSets.UTF_8 : repertoire.term();
            var all = Attributes.builder();
            attributes.attributes().forEach(all::put);
            declared = all.put(Attributes.SPECIFIC_CHARACTER_SET, term).build();
        }
        var out = new ByteArrayOutputStream(512);
        new AttributesWriter(encoding.explicit(), repertoire).write(declared, out);
        return out.toByteArray();
    }

    private static Repertoire repertoire(Attributes attributes, String characterSet) {
        var theirs = theirs(characterSet);
        if (theirs.holds(attributes)) {
            return theirs;
        }
        return Repertoire.UTF_8;
    }

    /** The character sets without code extensions; the answer to others is UTF-8. */
    private static Repertoire theirs(String characterSet) {
        var declared = CharacterSets.declaredBy(characterSet.getBytes(StandardCharsets.ISO_8859_1));
        if (declared.terms().contains("GBK")) {
            return new Repertoire("GBK", Charset.forName("GBK"));
        }
        if (declared.gb18030()) {
            return new Repertoire("GB18030", Charset.forName("GB18030"));
        }
        if (declared.terms().size() == 1 && declared.single().isPresent()) {
            return new Repertoire(declared.terms().get(0), declared.single().get());
        }
        return declared.none() ? Repertoire.ASCII : Repertoire.UTF_8;
    }

    private void write(Attributes attributes, ByteArrayOutputStream out) {
        for (var attribute : attributes.attributes()) {
            var vr = vr(attribute.vr());
            if (vr == Vr.SQ) {
                element(attribute.tag(), vr, items(attribute.items()), out);
            } else {
                element(attribute.tag(), vr, value(vr, attribute), out);
            }
        }
    }

    private static Vr vr(String name) {
        var vr = name.length() == 2 ? Vr.of(name.charAt(0) << 8 | name.charAt(1)) : null;
        if (vr == null) {
            throw new IllegalArgumentException("no value representation: " + name);
        }
        return vr;
    }

    private byte[] items(List<Attributes> items) {
        var out = new ByteArrayOutputStream();
        for (var item : items) {
            var content = new ByteArrayOutputStream();
            write(item, content);
            out.writeBytes(little(8)
                    .putShort((short) (ITEM >>> 16))
                    .putShort((short) ITEM)
                    .putInt(content.size())
                    .array());
            out.writeBytes(content.toByteArray());
        }
        return out.toByteArray();
    }

    private void element(int tag, Vr vr, byte[] value, ByteArrayOutputStream out) {
        out.writeBytes(
                little(4).putShort((short) (tag >>> 16)).putShort((short) tag).array());
        if (explicit && !vr.hasLongLength()) {
            if (value.length > LONGEST_SHORT) {
                throw new IllegalArgumentException("a value of " + vr + " with " + value.length + " bytes");
            }
            out.writeBytes(vr.name().getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(little(2).putShort((short) value.length).array());
        } else if (explicit) {
            out.writeBytes(vr.name().getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(little(6).putShort((short) 0).putInt(value.length).array());
        } else {
            out.writeBytes(little(4).putInt(value.length).array());
        }
        out.writeBytes(value);
    }

    private byte[] value(Vr vr, Attribute attribute) {
        return switch (vr.kind()) {
            case ASCII, ASCII_ONE, DECIMAL, INTEGER_STRING ->
                padded(joined(attribute).getBytes(StandardCharsets.US_ASCII), vr);
            case TEXT, LONG_TEXT, NAME -> padded(joined(attribute).getBytes(repertoire.charset()), vr);
            case SIGNED, UNSIGNED, FLOAT, TAG -> numbers(vr, attribute.values());
            case BYTES, SEQUENCE -> new byte[0];
        };
    }

    private static String joined(Attribute attribute) {
        return String.join("\\", attribute.values());
    }

    private static byte[] padded(byte[] bytes, Vr vr) {
        if (bytes.length % 2 == 0) {
            return bytes;
        }
        var even = Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = (byte) (vr == Vr.UI ? 0 : ' ');
        return even;
    }

    private static byte[] numbers(Vr vr, List<String> values) {
        int width = vr == Vr.AT ? 4 : vr.width();
        var out = little(width * values.size());
        for (var value : values) {
            switch (vr) {
                case AT -> {
                    var tag = Integer.parseUnsignedInt(value, 16);
                    out.putShort((short) (tag >>> 16)).putShort((short) tag);
                }
                case FL -> out.putFloat(Float.parseFloat(value));
                case FD -> out.putDouble(Double.parseDouble(value));
                case SS, US -> out.putShort((short) Integer.parseInt(value));
                case SL, UL -> out.putInt((int) Long.parseLong(value));
                case SV -> out.putLong(Long.parseLong(value));
                case UV -> out.putLong(Long.parseUnsignedLong(value));
                default -> throw new IllegalStateException(vr + " holds no binary numbers");
            }
        }
        return out.array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
