package org.radhub.router.requestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.router.EventReports.Event;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.storage.Attributes;

class EventReporterTest {
    private final Switchboard switchboard = new Switchboard(
            new Settings(
                    Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2), 131072),
            TlsCallsTest.WITHOUT);
    private final EventReporter reporter = new EventReporter(switchboard);
    private ScriptedPeer odd;

    @BeforeEach
    void listen() throws IOException {
        odd = new ScriptedPeer();
    }

    @AfterEach
    void close() throws IOException {
        odd.close();
        switchboard.destroy();
    }

    @Test
    void a_peer_that_takes_the_connection_and_stays_silent_is_told_as_unreachable() {
        odd.greeting = ScriptedPeer.Greeting.SILENCE;
        failsWith(Reason.UNREACHABLE);
    }

    @Test
    void a_peer_that_does_not_let_the_hub_be_provider_is_told_no_event() {
        failsWith(Reason.REJECTED);
    }

    private void failsWith(Reason reason) {
        var event = new Event(CommitmentRequest.PUSH_MODEL, CommitmentRequest.PUSH_MODEL + ".1", 1, Attributes.empty());
        assertThatThrownBy(() -> reporter.report(new Peer("127.0.0.1", odd.port(), "ODD", "RADHUB"), event))
                .isInstanceOfSatisfying(
                        PeerFailed.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(odd.associations).hasValue(1);
    }
}
