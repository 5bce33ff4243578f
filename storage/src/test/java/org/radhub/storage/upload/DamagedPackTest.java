package org.radhub.storage.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import ch.qos.logback.classic.Level;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.Phrase;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Recovery;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.testing.DataSetBytes;

class DamagedPackTest extends SpoolScene {
    private static final int HEAD = 2048;

    /** What the disk does to an instance so that nobody can read it any more. */
    private enum Damage {
        HEAD_AND_PIXELS {
            @Override
            void to(PackEntry entry, RandomAccessFile file) throws Exception {
                write(file, entry.offset() - HEAD + 3, 1);
                write(file, entry.offset() + entry.length() - 100, 1);
            }
        },
        HEAD_AND_FILE_META {
            @Override
            void to(PackEntry entry, RandomAccessFile file) throws Exception {
                write(file, entry.offset() - HEAD, HEAD + 512);
            }
        },
        FILE_META {
            @Override
            void to(PackEntry entry, RandomAccessFile file) throws Exception {
                write(file, entry.offset() + 128, 4);
            }
        },
        /** The length of its File Meta Information, which is then longer than the file. */
        FILE_META_LENGTH {
            @Override
            void to(PackEntry entry, RandomAccessFile file) throws Exception {
                write(file, entry.offset() + 140, 2);
            }
        },
        PIXELS {
            @Override
            void to(PackEntry entry, RandomAccessFile file) throws Exception {
                write(file, entry.offset() + entry.length() - 100, 1);
            }
        },
        DATA_SET {
            @Override
            void to(PackEntry entry, RandomAccessFile file) throws Exception {
                write(file, entry.offset() + 400, 100);
            }
        },
        ALL_THAT_FOLLOWS {
            @Override
            void to(PackEntry entry, RandomAccessFile file) throws Exception {
                file.setLength(entry.offset() + 300);
            }
        };

        abstract void to(PackEntry entry, RandomAccessFile file) throws Exception;

        static void write(RandomAccessFile file, long at, int count) throws Exception {
            var bytes = new byte[count];
            Arrays.fill(bytes, (byte) 0xff);
            file.seek(at);
            file.write(bytes);
        }
    }

    private interface Change {
        void to(PackEntry entry, RandomAccessFile file) throws Exception;
    }

    /** The second instance has a UID of its own, or the first one's: then the index has it as a conflict. */
    @ParameterizedTest
    @ValueSource(strings = {"1.4", "1.3"})
    void an_instance_of_which_the_head_alone_is_damaged_gets_a_new_one_and_is_safe(String second) throws Exception {
        keepTwo(second);
        damageSecond((entry, file) -> Damage.write(file, entry.offset() - HEAD, HEAD));

        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(storage.spool().resolve("damaged")).doesNotExist();
        assertThat(health().lostInstances()).isZero();
        for (var instance : storage.instances(storage.study("COUNTYA", "1.1"))) {
            assertThat(read(instance)).endsWith(new byte[1000]);
        }
        assertThat(findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Damage.class)
    void what_cannot_be_read_any_more_is_said_to_be_lost_and_all_around_it_is_safe(Damage damage) throws Exception {
        keepTwo("1.4");
        var pack = damageSecond(damage::to);
        var damaged = Files.readAllBytes(file(pack));

        storage.intake().associationClosed("1");
        eventually(() -> assertThat(file(pack)).doesNotExist());
        assertLost(pack, damaged);
        storage.close();
        storage.start();
        assertLost(pack, damaged);
        assertThat(said(Level.ERROR, "have to be sent again")).singleElement().satisfies(line -> assertThat(line)
                .contains(pack.toString(), "study 1.1", ": 1.4"));
    }

    /** Without the zeros that a tar ends with: how many there are may have changed before the damage was seen. */
    private static byte[] withoutEnd(byte[] tar) {
        int end = tar.length;
        while (end > 0 && tar[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(tar, end);
    }

    private void assertLost(UUID pack, byte[] damaged) throws Exception {
        assertThat(health().damagedPacks()).isOne();
        assertThat(health().lostInstances()).isOne();
        assertThat(health().lastUploadError()).isEmpty();
        assertThat(health().uploadsWaiting()).isZero();
        var study = storage.study("COUNTYA", "1.1");
        assertThat(study.instanceCount()).isEqualTo(2);
        assertThat(study.warnings()).containsExactly(Phrase.of("storage.warning.lost"));
        var series = storage.studies().seriesOf(study.id()).get(0);
        try (var metadata = storage.studies().metadata(series)) {
            assertThat(new String(metadata.readAllBytes())).contains("\"1.3\"").doesNotContain("\"1.4\"");
        }
        assertThat(read(instance("1.3"))).endsWith(new byte[1000]);
        assertThatThrownBy(() -> read(instance("1.4")))
                .isInstanceOf(BytesLost.class)
                .hasMessageContaining("sent again");
        var bytes = storage.studies().bytesOf(storage.instances(study));
        assertThat(bytes.areLost(instance("1.4"))).isTrue();
        assertThat(bytes.areLost(instance("1.3"))).isFalse();
        assertThatThrownBy(() -> bytes.open(instance("1.4"))).isInstanceOf(BytesLost.class);
        assertThat(storage.get(Safekeeping.class).of("COUNTYA", List.of(reference("1.3"), reference("1.4"))))
                .containsExactly(Safekeeping.State.SAFE, Safekeeping.State.NOT_THERE);
        assertThat(storage.told(StudyStored.class)).isEmpty();
        assertThat(withoutEnd(Files.readAllBytes(storage.spool().resolve("damaged/" + pack + ".tar"))))
                .isEqualTo(withoutEnd(damaged));
        assertThat(findings()).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(Recovery.Kind.MISSING);
            assertThat(found.instance()).isEqualTo("1.4");
        });
    }

    /** The disk has lost it, or all behind so many bytes: its beginning, its head, its instance. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1000, HEAD + 300})
    void a_pack_of_which_nothing_is_left_is_lost_until_it_is_sent_again(int left) throws Exception {
        server.shut();
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[3000]);
        storage.intake().associationClosed("1");
        var pack = storage.get(Spool.class).packs().get(0);
        eventually(() -> assertThat(attempts(pack)).isPositive());
        storage.close();
        if (left < 0) {
            Files.delete(file(pack));
        } else {
            Files.write(file(pack), Arrays.copyOf(Files.readAllBytes(file(pack)), left));
        }

        storage.start();
        server.open();
        eventually(() -> assertThat(health().lostInstances()).isOne());
        assertThatThrownBy(() -> read(instance("1.3"))).isInstanceOf(BytesLost.class);
        assertThat(storage.get(Safekeeping.class).of("COUNTYA", List.of(reference("1.3"))))
                .containsExactly(Safekeeping.State.NOT_THERE);
        eventually(() -> assertThat(file(pack)).doesNotExist());
        assertThat(said(Level.ERROR, "have to be sent again")).hasSize(1);

        storage.keep("COUNTYA", "2", "1.1", "1.2", "1.3", new byte[3000]);
        storage.intake().associationClosed("2");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(health().lostInstances()).isZero();
        assertThat(read(instance("1.3"))).endsWith(new byte[3000]);
        assertThat(findings()).isEmpty();
    }

    /** Its head carries no checksum of all that it says. */
    @ParameterizedTest
    @ValueSource(strings = {"\"site\":\"COUNTYA\" \"site\":\"COUNTYC\"", "\"study\":\"1.1\" \"study\":\"1.9\""})
    void an_instance_stays_whose_it_is_though_its_head_says_something_else(String change) throws Exception {
        keepTwo("1.4");
        damageSecond((entry, file) -> {
            var head = new byte[HEAD];
            file.seek(entry.offset() - HEAD);
            file.readFully(head);
            var said = change.split(" ");
            file.seek(entry.offset() - HEAD);
            file.write(new String(head, StandardCharsets.ISO_8859_1)
                    .replace(said[0], said[1])
                    .getBytes(StandardCharsets.ISO_8859_1));
        });

        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(health().lostInstances()).isZero();
        assertThat(storage.jdbc()
                        .sql("select site from storage.study")
                        .query(String.class)
                        .list())
                .containsExactly("COUNTYA");
        assertThat(read(instance("1.4"))).endsWith(new byte[3000]);
        assertThat(findings()).isEmpty();
    }

    @Test
    void what_was_put_aside_and_cannot_be_read_any_more_is_counted_until_it_comes_again() throws Exception {
        keepTwo("1.3");
        var pack = damageSecond(Damage.HEAD_AND_PIXELS::to);
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(file(pack)).doesNotExist());
        assertThat(health().lostInstances()).isOne();
        assertThat(read(instance("1.3"))).endsWith(new byte[1000]);

        storage.keep("COUNTYA", "2", "1.1", "1.2", "1.3", new byte[3000]);
        storage.intake().associationClosed("2");
        eventually(() -> assertThat(health().lostInstances()).isZero());
        eventually(() -> assertThat(storage.spool()).isDirectoryNotContaining("glob:**.tar"));
        assertThat(storage.study("COUNTYA", "1.1").warnings()).containsExactly(Phrase.of("storage.warning.conflict"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_loss_is_said_once_however_often_the_rest_of_the_pack_is_refused() throws Exception {
        keepTwo("1.4");
        server.shut();
        var pack = damageSecond(Damage.HEAD_AND_PIXELS::to);
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(attempts(pack)).isGreaterThanOrEqualTo(2));
        assertThat(health().lostInstances()).isOne();
        assertThat(health().lastUploadError()).isPresent();
        storage.close();
        storage.start();
        eventually(() -> assertThat(attempts(pack)).isGreaterThanOrEqualTo(3));

        server.open();
        eventually(() -> assertThat(file(pack)).doesNotExist());
        assertThat(said(Level.ERROR, "have to be sent again")).hasSize(1);
        eventually(() -> assertThat(health().lastUploadError()).isEmpty());
        assertThat(health().lostInstances()).isOne();
    }

    /** The same bytes, or other attributes around the same pixels. */
    @ParameterizedTest
    @ValueSource(strings = {"Zhang^Wei=张^伟", "Somebody^Else"})
    void what_was_lost_is_there_again_when_it_is_sent_again(String name) throws Exception {
        keepTwo("1.4");
        var before = instance("1.4");
        lose("1.4");

        storage.keep("COUNTYA", "2", "1.4", DataSetBytes.image("1.1", "1.2", "1.4", name, new byte[3000]));
        storage.intake().associationClosed("2");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(health().lostInstances()).isZero();
        var after = instance("1.4");
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(read(after)).hasSize((int) after.bytes()).endsWith(new byte[3000]);
        var study = storage.study("COUNTYA", "1.1");
        assertThat(study.warnings()).isEmpty();
        assertThat(study.instanceCount()).isEqualTo(2);
        assertThat(study.bytes()).isEqualTo(instance("1.3").bytes() + after.bytes());
        assertThat(storage.told(StudyArrived.class)).hasSize(1);
        try (var metadata = storage.studies()
                .metadata(storage.studies().seriesOf(study.id()).get(0))) {
            assertThat(new String(metadata.readAllBytes())).contains("\"1.3\"", "\"1.4\"");
        }
        assertThat(findings()).isEmpty();
    }

    @Test
    void other_pixels_under_the_uid_of_what_was_lost_are_put_aside() throws Exception {
        keepTwo("1.4");
        lose("1.4");

        storage.keep("COUNTYA", "2", "1.1", "1.2", "1.4", new byte[2999]);
        eventually(() -> assertThat(storage.study("COUNTYA", "1.1").warnings())
                .containsExactlyInAnyOrder(Phrase.of("storage.warning.lost"), Phrase.of("storage.warning.conflict")));
        assertThat(health().lostInstances()).isOne();
        assertThatThrownBy(() -> read(instance("1.4"))).isInstanceOf(BytesLost.class);
    }

    @Test
    void what_is_sent_again_stands_in_after_a_crash_though_the_index_had_not_heard_of_it() throws Exception {
        keepTwo("1.4");
        lose("1.4");
        try (var holding = storage.database().getConnection()) {
            holding.setAutoCommit(false);
            holding.createStatement().execute("lock table storage.instance in exclusive mode");
            storage.keep("COUNTYA", "2", "1.1", "1.2", "1.4", new byte[3000]);
            storage.close();
            holding.rollback();
        }

        storage.start();
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(health().lostInstances()).isZero();
        assertThat(read(instance("1.4"))).endsWith(new byte[3000]);
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_copy_in_the_same_pack_stands_in_for_what_cannot_be_read_any_more() throws Exception {
        keepTwo("1.4");
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.4", new byte[3000]);
        eventually(() -> assertThat(health().unindexed()).isZero());
        damageSecond(Damage.HEAD_AND_PIXELS::to);

        storage.intake().associationClosed("1");
        eventually(() -> assertThat(storage.told(StudyStored.class)).hasSize(1));
        assertThat(health().lostInstances()).isZero();
        assertThat(read(instance("1.4"))).endsWith(new byte[3000]);
        assertThat(storage.study("COUNTYA", "1.1").warnings()).isEmpty();
        assertThat(findings()).isEmpty();
    }

    /** In one pack and in the index. */
    private void keepTwo(String second) throws Exception {
        storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[1000]);
        storage.keep("COUNTYA", "1", "1.1", "1.2", second, new byte[3000]);
        var table = second.equals("1.3") ? "conflict" : "instance";
        eventually(() -> assertThat(storage.jdbc()
                        .sql("select count(*) from storage." + table + " where file_offset > 2048")
                        .query(Integer.class)
                        .single())
                .isOne());
    }

    /** The second of two, from the disk to the object store and into the index. */
    private void lose(String uid) throws Exception {
        var pack = damageSecond(Damage.HEAD_AND_PIXELS::to);
        storage.intake().associationClosed("1");
        eventually(() -> assertThat(file(pack)).doesNotExist());
        assertThatThrownBy(() -> read(instance(uid))).isInstanceOf(BytesLost.class);
    }

    /** Returns the pack. */
    private UUID damageSecond(Change change) throws Exception {
        var spool = storage.get(Spool.class);
        var pack = spool.packs().get(0);
        try (var file = new RandomAccessFile(file(pack).toFile(), "rw")) {
            change.to(spool.entries(pack).get(1), file);
        }
        return pack;
    }
}
