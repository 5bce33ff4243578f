package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.SendingState;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.SendingHub;

class SharedQueueTest {
    private static final int STUDIES = 8;
    private static final String STUDY = "1.2.826.3.";

    @Test
    void two_processes_share_the_queue_without_sending_anything_twice_or_more_at_once_than_is_allowed(
            @TempDir Path temp) throws IOException {
        var database = TestDatabase.fresh();
        var homes = Files.createDirectory(temp.resolve("one"));
        var other = Files.createDirectory(temp.resolve("two"));
        Files.createDirectory(homes.resolve("objects"));
        // Both see the same object store, as they would an S3.
        Files.createSymbolicLink(other.resolve("objects"), homes.resolve("objects"));
        try (var peer = new ScriptedPeer();
                var one = new SendingHub(homes, database);
                var two = new SendingHub(other, database)) {
            one.sendAllTo("PACS", peer.port(), 2);
            for (var i = 0; i < STUDIES; i++) {
                (i % 2 == 0 ? one : two).receive(STUDY + i, 1, 20, 5000);
            }
            for (var i = 0; i < STUDIES; i++) {
                one.sendings(STUDY + i, 1, SendingState.SENT);
            }
            assertThat(peer.requests).hasSize(STUDIES * 19).doesNotHaveDuplicates();
            assertThat(peer.mostOpen.get()).isLessThanOrEqualTo(2);
        }
    }
}
