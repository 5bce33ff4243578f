package org.radhub.storage.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import ch.qos.logback.classic.Level;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.StudyStored;
import org.radhub.storage.pack.Spool;

/** Files of packs that are not in the spool when they are wanted, or are there when nobody wants them any more. */
class AbsentPackTest extends SpoolScene {
    @Test
    void nothing_is_given_up_while_the_object_store_cannot_be_asked_for_it() throws Exception {
        var pack = keepOneThatCannotLeave();
        storage.close();
        var tries = attempts(pack);
        Files.delete(file(pack));

        storage.start();
        eventually(() -> assertThat(attempts(pack)).isGreaterThan(tries));
        assertThat(health().lostInstances()).isZero();
        assertThat(health().lastUploadError()).isPresent();
        assertThat(state(pack)).isEqualTo("SPOOLED");

        server.open();
        eventually(() -> assertThat(health().lostInstances()).isOne());
    }

    @Test
    void a_file_that_was_away_when_its_pack_was_given_up_is_taken_in_again_when_it_is_back() throws Exception {
        var pack = keepOneThatCannotLeave();
        storage.close();
        var away = Files.move(file(pack), home.resolve("away.tar"));
        storage.start();
        server.open();
        eventually(() -> assertThat(state(pack)).isEqualTo("DROPPED"));
        assertThat(health().lostInstances()).isOne();
        assertThat(said(Level.ERROR, "is not in the spool any more")).hasSize(1);
        storage.close();
        Files.move(away, file(pack));

        storage.start();
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(health().lostInstances()).isZero();
        assertThat(storage.study("COUNTYA", "1.1").warnings()).isEmpty();
        assertThat(read(instance("1.3"))).endsWith(new byte[3000]);
        assertThat(storage.get(Safekeeping.class).of("COUNTYA", List.of(reference("1.3"))))
                .containsExactly(Safekeeping.State.SAFE);
        eventually(() -> assertThat(file(pack)).doesNotExist());
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_sound_file_of_a_pack_that_is_stored_without_what_was_lost_brings_that_back() throws Exception {
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.4", new byte[3000]);
        var pack = storage.get(Spool.class).packs().get(0);
        eventually(() -> assertThat(offset("1.4")).isPositive());
        var rescued = Files.copy(file(pack), home.resolve("rescued.tar"));
        try (var file = new RandomAccessFile(file(pack).toFile(), "rw")) {
            file.seek(offset("1.4") + instance("1.4").bytes() - 100);
            file.write(1);
        }
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(state(pack)).isEqualTo("STORED"));
        assertThat(health().lostInstances()).isOne();
        storage.close();
        Files.move(rescued, file(pack));

        storage.start();
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(health().lostInstances()).isZero();
        assertThat(read(instance("1.3"))).endsWith(new byte[1000]);
        assertThat(read(instance("1.4"))).endsWith(new byte[3000]);
        assertThat(file(pack)).doesNotExist();
        assertThat(storage.study("COUNTYA", "1.1").warnings()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    /** As after a database was restored to how it was before the upload. The upload left a copy out, so that what lies behind it moved. */
    @Test
    void a_pack_that_was_uploaded_since_what_the_index_knows_is_read_from_the_object_store() throws Exception {
        var pack = uploadBehindTheIndex();

        storage.start();
        eventually(() -> assertThat(state(pack)).isEqualTo("STORED"));
        assertThat(health().lostInstances()).isZero();
        assertThat(said(Level.ERROR, "")).isEmpty();
        assertThat(read(instance("1.3"))).endsWith(new byte[1000]);
        assertThat(read(instance("1.4"))).endsWith(new byte[3000]);
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(2));
        assertThat(findings()).isEmpty();
    }

    @Test
    void what_an_earlier_upload_does_not_hold_as_it_was_is_lost_and_all_around_it_is_safe() throws Exception {
        var pack = uploadBehindTheIndex();
        var objects = server.store("packs");
        String key;
        try (var keys = objects.list("studies/")) {
            key = keys.filter(one -> one.endsWith(".tar")).findFirst().orElseThrow();
        }
        byte[] bytes;
        try (var in = objects.get(key)) {
            bytes = in.readAllBytes();
        }
        // Two blocks of zeros end a tar, and less than one is behind the pixels of the last instance.
        bytes[bytes.length - 2 * 512 - 512 - 100] ^= 1;
        objects.put(key, bytes);

        storage.start();
        eventually(() -> assertThat(state(pack)).isEqualTo("STORED"));
        assertThat(health().lostInstances()).isOne();
        assertThat(read(instance("1.3"))).endsWith(new byte[1000]);
        assertThatThrownBy(() -> read(instance("1.4"))).isInstanceOf(BytesLost.class);
        assertThat(said(Level.ERROR, "have to be sent again")).singleElement().satisfies(line -> assertThat(line)
                .contains(pack.toString(), ": 1.4"));
    }

    /** One instance, in a pack that is due while the object store is away; returns the pack. */
    private UUID keepOneThatCannotLeave() throws Exception {
        server.shut();
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[3000]);
        storage.intake().associationClosed("1");
        var pack = storage.get(Spool.class).packs().get(0);
        eventually(() -> assertThat(attempts(pack)).isPositive());
        return pack;
    }

    /** Two instances and a copy between them, uploaded by a hub that has stopped; the index says that they wait in the spool. */
    private UUID uploadBehindTheIndex() throws Exception {
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.4", new byte[3000]);
        var pack = storage.get(Spool.class).packs().get(0);
        eventually(() -> assertThat(offset("1.4")).isPositive());
        long before = offset("1.4");
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(offset("1.4")).isLessThan(before);
        eventually(() -> assertThat(file(pack)).doesNotExist());
        storage.close();
        storage.jdbc().sql("""
                        update storage.pack set state = 'SPOOLED', object_key = null, bytes = null, sha256 = null, stored_at = null""").update();
        storage.jdbc()
                .sql("update storage.instance set file_offset = ? where sop_uid = '1.4'")
                .param(before)
                .update();
        storage.jdbc().sql("update storage.study set stored_told = false").update();
        return pack;
    }

    private long offset(String uid) {
        return storage.jdbc()
                .sql("select file_offset from storage.instance where sop_uid = ?")
                .param(uid)
                .query(Long.class)
                .single();
    }

    private String state(UUID pack) {
        return storage.jdbc()
                .sql("select state from storage.pack where id = ?")
                .param(pack)
                .query(String.class)
                .single();
    }
}
