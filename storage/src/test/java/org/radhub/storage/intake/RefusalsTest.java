package org.radhub.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Instance;
import org.radhub.storage.NotKept;
import org.radhub.storage.NotKept.Reason;
import org.radhub.storage.Offer;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.WrongSetting;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;
import org.slf4j.LoggerFactory;

class RefusalsTest {
    @TempDir
    Path home;

    private StorageUnderTest storage;

    @AfterEach
    void stop() {
        storage.close();
    }

    private StorageUnderTest start(String watermark) {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.watermark", watermark)
                .with("radhub.storage.quiet", "1h");
        return storage.start();
    }

    @Test
    void nothing_is_taken_in_below_the_watermark_and_nothing_is_half_kept() throws Exception {
        start("1000TB");

        assertThatThrownBy(() -> storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[2]))
                .isInstanceOfSatisfying(
                        NotKept.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_ROOM))
                .message()
                .hasSizeLessThanOrEqualTo(64);
        try (var packs = Files.newDirectoryStream(storage.spool(), "*.tar")) {
            assertThat(packs).isEmpty();
        }
    }

    @Test
    void every_file_that_can_be_kept_is_in_the_index_and_every_other_is_refused_with_a_comment() throws Exception {
        start("1MB");
        var kept = new HashSet<String>();
        for (var file : SharedFile.all()) {
            try {
                kept.add(keep(file).sopInstanceUid());
            } catch (NotKept e) {
                assertThat(e.reason()).isIn(Reason.NOT_UNDERSTOOD, Reason.MISMATCH);
                assertThat(e.getMessage()).hasSizeBetween(5, 64).matches("[ -~]+");
            }
        }

        eventually(() ->
                assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero());
        assertThat(Set.copyOf(storage.jdbc()
                        .sql("select sop_uid from storage.instance")
                        .query(String.class)
                        .list()))
                .isEqualTo(kept);
        assertThat(kept).hasSizeGreaterThan(450);
    }

    @Test
    void what_is_larger_than_the_largest_is_refused_for_good_with_the_limit_and_the_disk_is_not_blamed()
            throws Exception {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.largest-instance", "3MB")
                .with("radhub.storage.quiet", "1h")
                .start();
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger("org.radhub.storage");
        logger.addAppender(log);
        try {
            assertThatThrownBy(() -> storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[3 << 20]))
                    .isInstanceOfSatisfying(
                            NotKept.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE))
                    .hasMessage("larger than the 3 MB that the hub takes at most");
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.4", new byte[(3 << 20) - 2000]);
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.WARN));
        eventually(() ->
                assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(1));
        var instances = storage.instances(storage.study("COUNTYA", "1.1"));
        assertThat(instances).extracting(Instance::sopInstanceUid).containsExactly("1.4");
    }

    @Test
    void a_limit_that_no_pack_can_hold_is_named_when_the_hub_starts() {
        storage = new StorageUnderTest(home, TestDatabase.fresh()).with("radhub.storage.largest-instance", "9GB");

        assertThatThrownBy(storage::start)
                .rootCause()
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("RADHUB_STORAGE_LARGESTINSTANCE");
    }

    @Test
    void a_uid_that_would_be_a_path_is_refused_before_anything_is_written() throws Exception {
        start("1MB");
        for (var uid :
                new String[] {"../../../tmp/evil", "1.2/../3", "1..2", ".1", "1.", "1.2.x", "", "1".repeat(65)}) {
            var dataSet = DataSetBytes.image("1.1", "1.2", uid, "A", new byte[2]);
            assertThatThrownBy(() -> storage.keep("COUNTYA", "1", uid, dataSet)).isInstanceOf(NotKept.class);
            assertThatThrownBy(() -> storage.keep(
                            "COUNTYA", "1", "1.3", DataSetBytes.image(uid, "1.2", "1.3", "A", new byte[2])))
                    .isInstanceOf(NotKept.class);
            assertThatThrownBy(() -> storage.keep(
                            "COUNTYA", "1", "1.3", DataSetBytes.image("1.1", uid, "1.3", "A", new byte[2])))
                    .isInstanceOf(NotKept.class);
        }
        try (var packs = Files.newDirectoryStream(storage.spool(), "*.tar")) {
            assertThat(packs).isEmpty();
        }
    }

    @Test
    void a_uid_with_leading_zeros_or_padded_with_spaces_is_taken() throws Exception {
        start("1MB");
        for (var name : new String[] {"uid_leading_zero", "uid_space_padded"}) {
            var receipt = keep(SharedFile.named("synthetic/malformed/" + name + ".dcm"));
            assertThat(receipt.studyInstanceUid()).matches("[0-9.]+");
        }
    }

    /** As a sender does that takes the UIDs of the command from the data set. */
    private org.radhub.storage.Receipt keep(SharedFile file) throws Exception {
        var content = file.content();
        var sopClass = content.sopClassUid().isEmpty() ? "1.2.840.10008.5.1.4.1.1.7" : content.sopClassUid();
        var offer = new Offer("COUNTYA", "TESTER", "1", sopClass, file.sopInstanceUid(), content.transferSyntaxUid());
        return storage.intake().keep(offer, new ByteArrayInputStream(content.dataSet()));
    }
}
