package org.radhub.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryHeadTest {
    private static final UUID PACK = UUID.fromString("0b0f5a3e-7b68-4c1c-8a58-5c2f8f2f9d11");
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");
    private static final PackEntry ENTRY = new PackEntry(
            PACK,
            EntryHead.LENGTH,
            1000,
            "1.2",
            "1.3",
            new Arrival(
                    "COUNTYA",
                    "COUNTYA_CT",
                    "1",
                    "1.1",
                    "1.2.840.10008.5.1.4.1.1.2",
                    "1.2.840.10008.1.2.1",
                    AT,
                    AT,
                    "1000-00000000-00000000",
                    Optional.empty()));

    @Test
    void a_head_that_names_the_pack_is_found_anywhere_in_it() {
        assertThat(EntryHead.parseAnywhere(EntryHead.bytes(ENTRY), 0, PACK, 0)).contains(ENTRY);
    }

    /** What a device sends may look like a head, and say anything. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[\"x\"]", "7", "null", "true", "\"another\""})
    void a_head_that_says_something_else_for_the_pack_is_none(String said) {
        var own = "\"pack\":\"" + PACK + "\"";
        var other = "\"pack\":" + said;
        var head = new String(EntryHead.bytes(ENTRY), StandardCharsets.ISO_8859_1)
                .replace(own, other + " ".repeat(own.length() - other.length()))
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(EntryHead.parse(head, PACK, 0)).isPresent();
        assertThat(EntryHead.parseAnywhere(head, 0, PACK, 0)).isEmpty();
    }
}
