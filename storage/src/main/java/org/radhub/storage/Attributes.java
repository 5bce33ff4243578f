package org.radhub.storage;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.radhub.storage.dataset.AttributesReader;
import org.radhub.storage.dataset.AttributesWriter;

/**
 * A small data set in memory, decoded: the identifier of a query, an attribute list, an event's information. Elements stand in ascending
 * order of their tags (group in the upper 16 bits). Without group lengths, private elements included. Immutable.
 */
public final class Attributes {
    public static final int SPECIFIC_CHARACTER_SET = 0x00080005;

    /** How many sequences may stand within each other. */
    public static final int DEEPEST = 8;

    /** How many elements and items there may be in all. */
    public static final int MOST = 50_000;

    private static final Attributes EMPTY = new Attributes(new TreeMap<>(Integer::compareUnsigned));

    private final SortedMap<Integer, Attribute> all;

    private Attributes(SortedMap<Integer, Attribute> all) {
        this.all = all;
    }

    /**
     * One element.
     *
     * @param vr value representation (PS3.5 6.2), two letters
     * @param values texts decoded and without padding, numbers as decimal text, bytes left out; none for a value of zero length
     * @param items of a sequence
     */
    public record Attribute(int tag, String vr, List<String> values, List<Attributes> items) {
        public Attribute {
            values = List.copyOf(values);
            items = List.copyOf(items);
        }
    }

    /** The bytes are no data set, or too much of one. The message is for the engineer at the other end. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        public Malformed(String message) {
            super(message);
        }
    }

    /**
     * Reads a data set that is in memory, and that whoever received it has bounded.
     *
     * @throws Malformed if it is none, has more than {@link #MOST} elements, or sequences more than {@link #DEEPEST} deep
     */
    public static Attributes read(byte[] dataSet, String transferSyntaxUid) throws Malformed {
        return AttributesReader.read(dataSet, transferSyntaxUid);
    }

    public static Attributes of(Iterable<Attribute> attributes) {
        var builder = new Builder();
        attributes.forEach(builder::put);
        return builder.build();
    }

    public static Attributes empty() {
        return EMPTY;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Encoded in Implicit or Explicit VR Little Endian. Texts are in the character set that is asked for where that is one that the hub writes and
     * it holds all of them, else in UTF-8; Specific Character Set (0008,0005) says which, unless all is ASCII and nobody asked.
     *
     * @param characterSet a value of (0008,0005), as the other side uses it; empty for UTF-8
     */
    public byte[] encoded(String transferSyntaxUid, String characterSet) {
        return AttributesWriter.encoded(this, transferSyntaxUid, characterSet);
    }

    /** Ascending. */
    public Iterable<Attribute> attributes() {
        return all.values();
    }

    public Set<Integer> tags() {
        return Collections.unmodifiableSet(all.keySet());
    }

    public boolean has(int tag) {
        return all.containsKey(tag);
    }

    public Optional<Attribute> find(int tag) {
        return Optional.ofNullable(all.get(tag));
    }

    /** Empty if it is not there, or has no value. */
    public List<String> values(int tag) {
        return find(tag).map(Attribute::values).orElse(List.of());
    }

    /** All values, joined by backslashes; empty if there is none. */
    public String text(int tag) {
        return String.join("\\", values(tag));
    }

    /** Of a sequence; none if it is not there, or is none. */
    public List<Attributes> items(int tag) {
        return find(tag).map(Attribute::items).orElse(List.of());
    }

    /** Puts attributes together; of equal tags the last counts. */
    public static final class Builder {
        private final SortedMap<Integer, Attribute> all = new TreeMap<>(Integer::compareUnsigned);

        public Builder put(Attribute attribute) {
            all.put(attribute.tag(), attribute);
            return this;
        }

        /** With the VR that the standard has for it (PS3.6). Values that are empty are kept as empty ones. */
        public Builder put(int tag, List<String> values) {
            return put(new Attribute(tag, AttributesReader.vrOf(tag), values, List.of()));
        }

        /** One value, which may hold no backslash; an empty one is a value of zero length. */
        public Builder put(int tag, String value) {
            return put(tag, value.isEmpty() ? List.of() : List.of(value));
        }

        public Builder put(int tag, int number) {
            return put(tag, String.valueOf(number));
        }

        public Builder sequence(int tag, List<Attributes> items) {
            return put(new Attribute(tag, "SQ", List.of(), items));
        }

        public Attributes build() {
            var copy = new TreeMap<Integer, Attribute>(Integer::compareUnsigned);
            copy.putAll(all);
            return new Attributes(copy);
        }
    }
}
