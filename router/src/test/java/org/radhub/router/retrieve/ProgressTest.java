package org.radhub.router.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.router.Uncompressed;

class ProgressTest {
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    @Test
    void what_cannot_be_decompressed_for_a_peer_fails_with_a_status_and_the_reason() {
        var progress = new Progress(2, EXPLICIT);
        progress.count(new Outcome("1.2.3", Result.KEPT, 0, ""));
        progress.count(Outcome.impossible(
                "1.2.4",
                new Uncompressed.Impossible("cannot be decompressed here from 1.2.840.10008.1.2.4.100", null)));

        var ended = progress.ended().status();
        assertThat(ended.code()).isEqualTo(0xB000);
        assertThat(ended.comment()).startsWith("1 failed: A900 cannot be decompressed here");
    }

    @Test
    void what_is_not_taken_and_cannot_be_offered_otherwise_says_so() {
        var progress = new Progress(1, EXPLICIT);
        progress.count(new Outcome("1.2.3", Result.NOT_NEGOTIATED, 0, "was not agreed"));
        assertThat(progress.ended().status().comment()).contains("not accepted in the transfer syntax that is kept");
    }
}
