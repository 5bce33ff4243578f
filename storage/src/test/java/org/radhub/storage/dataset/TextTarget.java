package org.radhub.storage.dataset;

import java.util.Arrays;
import java.util.List;

/** What no text, in whatever declared character set, must do to whoever decodes it. The first byte is the length of the declaration. */
public final class TextTarget {
    private TextTarget() {}

    static byte[] input(byte[] declaration, byte[] text) {
        var input = new byte[1 + declaration.length + text.length];
        input[0] = (byte) declaration.length;
        System.arraycopy(declaration, 0, input, 1, declaration.length);
        System.arraycopy(text, 0, input, 1 + declaration.length, text.length);
        return input;
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int end = Math.min(input.length, 1 + (input[0] & 0xff));
        var declaration = Arrays.copyOfRange(input, 1, end);
        var text = Arrays.copyOfRange(input, end, input.length);
        var encoding = TextEncoding.of(declaration, List.of(text));
        check(encoding.decode(text), text);
        check(encoding.forText(text).decode(text), text);
        encoding.warning().ifPresent(warning -> check(warning.encoded(), input));
    }

    private static void check(String decoded, byte[] text) {
        if (decoded.length() > 4 * text.length + 1000) {
            throw new AssertionError("far longer than what was sent");
        }
    }
}
