package org.radhub.storage.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.StudyKey;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.intake.SpoolReader;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.PackIndex.Standing;
import org.radhub.storage.testing.StorageUnderTest;

/** An instance, and a copy of it behind it in the same pack. */
class LostInstancesTest {
    @TempDir
    Path home;

    private StorageUnderTest storage;
    private PackIndex packs;
    private LostInstances lost;
    private UUID pack;
    private PackEntry first;
    private PackEntry copy;

    @BeforeEach
    void start() throws Exception {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .with("radhub.storage.settle", "1h")
                .with("radhub.storage.watch", "1h")
                .start();
        packs = storage.get(PackIndex.class);
        lost = storage.get(LostInstances.class);
        for (int i = 0; i < 2; i++) {
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
        }
        storage.intake().associationClosed("1");
        eventually(() -> {
            assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero();
            assertThat(storage.studies().find(new StudyKey("COUNTYA", "1.1"))).isPresent();
        });
        var spool = storage.get(Spool.class);
        pack = spool.packs().get(0);
        first = spool.entries(pack).get(0);
        copy = spool.entries(pack).get(1);
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Test
    void a_copy_is_not_needed_until_what_it_is_a_copy_of_is_lost() {
        assertThat(packs.standings(List.of(first, copy)))
                .isEqualTo(Map.of(first, Standing.NEEDED, copy, Standing.COPY));

        assertThat(lose()).containsExactly("1.3");
        assertThat(packs.standings(List.of(first, copy)))
                .isEqualTo(Map.of(first, Standing.LOST, copy, Standing.UNKNOWN));
        assertThat(packs.unknown(List.of(first, copy))).containsExactly(first, copy);
        assertThat(lose()).isEmpty();
    }

    @Test
    void what_could_not_be_read_once_is_lost_until_it_is_read_after_all() {
        lose();
        assertThat(lost.count()).isEqualTo(new LostInstances.Count(1, 1));

        storage.get(IndexFeed.class).lookAgain();
        eventually(() -> assertThat(lost.count()).isEqualTo(new LostInstances.Count(0, 0)));
        assertThat(packs.standings(List.of(first, copy)))
                .isEqualTo(Map.of(first, Standing.NEEDED, copy, Standing.COPY));
        assertThat(storage.study("COUNTYA", "1.1").warnings()).isEmpty();
    }

    @Test
    void a_pack_does_not_go_without_what_is_needed_of_it_by_now() throws Exception {
        lose();
        assertThat(packs.known(pack)).isEmpty();
        index(kept(copy));
        assertThat(packs.known(pack)).singleElement().satisfies(known -> assertThat(known.fileOffset())
                .isEqualTo(copy.offset()));

        assertThat(packs.dropped(pack)).isFalse();
        assertThatThrownBy(() -> packs.stored(pack, "key", 1, "digest", Instant.EPOCH, List.of(), Map.of()))
                .hasMessageContaining("needed");
        assertThat(packs.isSpooled(pack)).isTrue();
        packs.stored(pack, "key", 1, "digest", Instant.EPOCH, List.of(copy.offset()), Map.of());
        assertThat(packs.isSpooled(pack)).isFalse();
    }

    @Test
    void a_copy_in_a_pack_that_has_gone_without_it_stands_in_for_nothing() throws Exception {
        lose();
        var kept = kept(copy);
        storage.get(Spool.class).delete(pack);
        assertThat(packs.dropped(pack)).isTrue();
        index(kept);
        assertThat(lost.count()).isEqualTo(new LostInstances.Count(1, 1));
    }

    private List<String> lose() {
        return lost.add(pack, first.series(), List.of(first.offset()), Instant.EPOCH);
    }

    private KeptInstance kept(PackEntry entry) throws Exception {
        return new SpoolReader(storage.get(Spool.class)).read(entry).orElseThrow();
    }

    private void index(KeptInstance kept) {
        storage.get(IndexWriter.class)
                .write(List.of(kept), storage.get(Spool.class).node(), UUID.randomUUID());
    }
}
