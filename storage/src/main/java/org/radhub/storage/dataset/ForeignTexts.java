package org.radhub.storage.dataset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The texts of a data set that hold more than ASCII, by which its character set is judged.
 *
 * <p>Devices cut texts at a number of bytes, in the middle of a character, and put things into single texts that are in no character set, or
 * in another one. Neither says anything of the others.
 */
final class ForeignTexts {
    /** The shortest limit that a text is cut at is 16 (SH), of which one byte may be the NUL at the end of a string. */
    static final int SHORTEST_LIMIT = 15;

    private final List<Sample> samples;

    private ForeignTexts(List<Sample> samples) {
        this.samples = samples;
    }

    /** How much a text counts against others that contradict it. */
    enum Kind {
        /** It is outweighed by nothing: whose images they are matters most. */
        PATIENT_NAME(4),
        PERSON_NAME(3),
        OTHER(1);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }
    }

    record Sample(byte[] text, Kind kind) {}

    static ForeignTexts of(Collection<Sample> texts) {
        return new ForeignTexts(
                texts.stream().filter(sample -> hasHighBytes(sample.text())).toList());
    }

    boolean isEmpty() {
        return samples.isEmpty();
    }

    List<byte[]> all() {
        return samples.stream().map(Sample::text).toList();
    }

    /** Whether every text is in this character set, to its last byte. */
    boolean allIn(Charset charset) {
        return samples.stream().allMatch(sample -> complete(sample.text(), charset) == unpadded(sample.text()));
    }

    /**
     * The texts that are in this character set, without what is left of characters that were cut off; empty where those that are not outweigh
     * them.
     *
     * @param shortest the number of bytes from which on a text is taken to be cut off
     */
    Optional<ForeignTexts> mostlyIn(Charset charset, int shortest) {
        var fitting = new ArrayList<Sample>();
        int inIt = 0;
        int notInIt = 0;
        for (var sample : samples) {
            int complete = complete(sample.text(), charset);
            int length = unpadded(sample.text());
            if (complete == length || complete >= 0 && length >= shortest) {
                var rest = Arrays.copyOf(sample.text(), complete);
                if (hasHighBytes(rest)) {
                    fitting.add(new Sample(rest, sample.kind()));
                    inIt += sample.kind().weight;
                }
            } else if (sample.kind() == Kind.PATIENT_NAME) {
                return Optional.empty();
            } else {
                notInIt += sample.kind().weight;
            }
        }
        return notInIt < inIt ? Optional.of(new ForeignTexts(fitting)) : Optional.empty();
    }

    /** Whether the text can be read in this character set, but perhaps for a last character that was cut off. */
    static boolean readable(byte[] text, Charset charset) {
        int complete = complete(text, charset);
        int length = unpadded(text);
        return complete == length
                || complete >= 0 && (length >= SHORTEST_LIMIT || hasHighBytes(Arrays.copyOf(text, complete)));
    }

    /** The text without what is left of a character that was cut off. */
    static byte[] withoutCutOff(byte[] text, Charset charset) {
        int complete = complete(text, charset);
        return complete >= 0 && unpadded(text) >= SHORTEST_LIMIT ? Arrays.copyOf(text, complete) : text;
    }

    /** Length of the characters before one that begins and does not end; -1 if there is anything else that is no character. */
    private static int complete(byte[] text, Charset charset) {
        var in = ByteBuffer.wrap(text, 0, unpadded(text));
        var out = CharBuffer.allocate(256);
        var decoder = charset.newDecoder();
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, false);
        } while (result.isOverflow());
        return result.isError() ? -1 : in.position();
    }

    private static int unpadded(byte[] text) {
        int end = text.length;
        while (end > 0 && (text[end - 1] == 0 || text[end - 1] == ' ')) {
            end--;
        }
        return end;
    }

    static boolean hasHighBytes(byte[] text) {
        for (byte value : text) {
            if (value < 0) {
                return true;
            }
        }
        return false;
    }
}
