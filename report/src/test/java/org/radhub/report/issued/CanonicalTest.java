package org.radhub.report.issued;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalTest {
    @Test
    void members_are_sorted_by_their_utf16_code_units_at_every_depth() {
        // The example of RFC 8785, 3.2.3, in the kinds of values that reports have.
        var text = Canonical.text(Map.of(
                "\u20ac", "Euro Sign",
                "\r", "Carriage Return",
                "\ufb33", "Hebrew Letter Dalet With Dagesh",
                "1", "One",
                "\ud83d\ude00", "Emoji: Grinning Face",
                "\u0080", "Control",
                "\u00f6", Map.of("b", 2, "a", true)));
        assertThat(text)
                .isEqualTo(
                        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":{\"a\":true,\"b\":2},"
                                + "\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\","
                                + "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void only_what_must_be_escaped_is() {
        assertThat(Canonical.text(Map.of("t", "\"\\/\b\f\n\r\t\u0001\u001f\u007f<𠮷>")))
                .isEqualTo("{\"t\":\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f<𠮷>\"}");
    }

    @Test
    void the_digest_is_sha_256_in_hex() {
        assertThat(Canonical.sha256("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void what_has_no_one_canonical_form_is_not_taken() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Canonical.text(Map.of("x", 1.5)));
    }
}
