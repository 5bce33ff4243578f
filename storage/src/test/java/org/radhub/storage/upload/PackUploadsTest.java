package org.radhub.storage.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.intake.Arriving;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.PackIndex;
import org.radhub.storage.testing.Interposed;
import org.radhub.storage.testing.StorageUnderTest;

class PackUploadsTest {
    private static final String WHICH_ARE_DUE = "p.retry_at <=";

    @TempDir
    Path home;

    private Interposed database;
    private StorageUnderTest storage;
    private Held upload;
    private PackUploads uploads;

    /** Uploads that go on when they are let. */
    private static final class Held extends PackUpload {
        private final List<UUID> begun = new CopyOnWriteArrayList<>();
        private final CountDownLatch go = new CountDownLatch(1);
        private volatile Optional<UUID> failing = Optional.empty();
        private volatile boolean failingAfterwards;
        private volatile boolean refused;
        private volatile Thread thread;

        Held(StorageUnderTest storage) {
            super(
                    storage.get(Spool.class),
                    storage.get(PackIndex.class),
                    storage.get(Mending.class),
                    storage.get(IndexFeed.class),
                    storage.get(ObjectStore.class),
                    Clock.systemUTC());
        }

        @Override
        boolean send(PackIndex.Due due) throws IOException {
            thread = Thread.currentThread();
            begun.add(due.id());
            try {
                if (!go.await(30, TimeUnit.SECONDS)) {
                    throw new IOException("nobody let it go on");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (failing.filter(due.id()::equals).isPresent()) {
                throw new IOException("cannot be read");
            }
            if (refused) {
                throw new Unconfirmed(new IOException("the store refuses"));
            }
            boolean sent = super.send(due);
            if (failingAfterwards) {
                throw new IOException("cannot be deleted");
            }
            return sent;
        }

        boolean isOver() {
            return Arrays.stream(thread.getStackTrace())
                    .noneMatch(frame -> frame.getClassName().equals(PackUploads.class.getName()));
        }
    }

    @BeforeEach
    void start() {
        database = new Interposed(TestDatabase.fresh(), WHICH_ARE_DUE);
        storage = new StorageUnderTest(home, database.database())
                .with("radhub.storage.quiet", "1h")
                .with("radhub.storage.watch", "1h")
                .start();
        // Its first look may come late, and would be taken for one of those that are looked at here.
        storage.get(PackUploads.class).stop();
        upload = new Held(storage);
        uploads = new PackUploads(
                storage.get(PackIndex.class),
                storage.get(Spool.class),
                upload,
                storage.get(Leftovers.class),
                storage.get(Arriving.class),
                Clock.systemUTC(),
                Duration.ZERO,
                Duration.ZERO,
                1);
        uploads.start();
    }

    @AfterEach
    void stop() {
        uploads.stop();
        storage.close();
    }

    @Test
    void an_upload_that_ends_while_the_database_is_asked_what_is_due_is_not_begun_again() throws Exception {
        var first = keep("1.1");
        uploads.begin();
        eventually(() -> assertThat(upload.begun).containsExactly(first));

        database.next(() -> {
            upload.go.countDown();
            eventually(() -> assertThat(upload.isOver()).isTrue());
        });
        uploads.begin();
        assertThat(storage.get(PackIndex.class).isSpooled(first)).isFalse();

        // There is one thread for uploads: what was begun before this was begun by then.
        var second = keep("2.1");
        uploads.begin();
        eventually(() -> assertThat(upload.begun).contains(second));
        assertThat(upload.begun).containsExactly(first, second);
        eventually(
                () -> assertThat(storage.get(PackIndex.class).isSpooled(second)).isFalse());
        assertThat(uploads.lastHindrance()).isEmpty();
        assertThat(uploads.lastRefusal()).isEmpty();
    }

    @Test
    void why_a_pack_stays_is_said_until_it_has_gone_whatever_goes_meanwhile() throws Exception {
        upload.go.countDown();
        var first = keep("1.1");
        upload.failing = Optional.of(first);
        uploads.begin();
        eventually(() -> assertThat(uploads.lastHindrance()).isPresent());

        var second = keep("2.1");
        eventually(() -> {
            uploads.begin();
            assertThat(storage.get(PackIndex.class).isSpooled(second)).isFalse();
        });
        eventually(() -> assertThat(upload.isOver()).isTrue());
        assertThat(uploads.lastHindrance()).map(PackUploads.Failure::message).hasValue("cannot be read");
        assertThat(uploads.lastRefusal()).isEmpty();

        upload.failing = Optional.empty();
        eventually(() -> {
            uploads.begin();
            assertThat(uploads.lastHindrance()).isEmpty();
        });
        assertThat(storage.get(PackIndex.class).isSpooled(first)).isFalse();
    }

    @Test
    void a_pack_that_is_stored_is_not_held_back_whatever_failed_behind_it() throws Exception {
        upload.go.countDown();
        upload.failingAfterwards = true;
        var pack = keep("1.1");
        uploads.begin();
        eventually(
                () -> assertThat(storage.get(PackIndex.class).isSpooled(pack)).isFalse());
        eventually(() -> assertThat(upload.isOver()).isTrue());
        assertThat(uploads.lastHindrance()).isEmpty();
    }

    @Test
    void a_database_that_is_away_is_not_told_as_a_disk_that_holds_a_pack_back() throws Exception {
        var pack = keep("1.1");
        uploads.begin();
        eventually(() -> assertThat(upload.begun).containsExactly(pack));
        database.setAway(true);
        upload.go.countDown();
        eventually(() -> assertThat(upload.isOver()).isTrue());
        assertThat(uploads.lastHindrance()).isEmpty();
        assertThat(uploads.lastRefusal()).isEmpty();

        database.setAway(false);
        eventually(() -> {
            uploads.begin();
            assertThat(storage.get(PackIndex.class).isSpooled(pack)).isFalse();
        });
    }

    @Test
    void why_the_store_refused_is_remembered_though_the_database_is_away_too() throws Exception {
        var pack = keep("1.1");
        uploads.begin();
        eventually(() -> assertThat(upload.begun).containsExactly(pack));
        upload.refused = true;
        database.setAway(true);
        upload.go.countDown();
        eventually(() -> assertThat(uploads.lastRefusal())
                .map(PackUploads.Failure::message)
                .hasValue("the store refuses"));
        database.setAway(false);
    }

    @Test
    void a_database_that_answers_and_takes_nothing_has_no_pack_sent_to_the_store_over_and_over() throws Exception {
        upload.go.countDown();
        var pack = keep("1.1");
        storage.jdbc().sql("""
                create function storage.takes_nothing() returns trigger language plpgsql as
                    $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$""").update();
        storage.jdbc()
                .sql("create trigger takes_nothing before update on storage.pack"
                        + " for each statement execute function storage.takes_nothing()")
                .update();
        uploads.begin();
        eventually(() -> assertThat(uploads.lastHindrance()).isPresent());
        await().during(Duration.ofSeconds(2)).untilAsserted(() -> {
            uploads.begin();
            assertThat(upload.begun).hasSizeLessThan(4);
        });

        storage.jdbc().sql("drop trigger takes_nothing on storage.pack").update();
        eventually(() -> {
            uploads.begin();
            assertThat(storage.get(PackIndex.class).isSpooled(pack)).isFalse();
        });
    }

    /** An instance of a study of its own, in the index; its pack. */
    private UUID keep(String study) throws Exception {
        storage.keep("COUNTYA", study, study, study + ".2", study + ".3", new byte[1000]);
        storage.intake().associationClosed(study);
        eventually(() -> assertThat(pack(study)).hasSize(1));
        return pack(study).get(0);
    }

    private List<UUID> pack(String study) {
        return storage.jdbc()
                .sql("select id from storage.pack where study_uid = ?")
                .param(study)
                .query(UUID.class)
                .list();
    }
}
