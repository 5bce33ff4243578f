package org.radhub.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.storage.dataset.FileMeta;
import org.radhub.storage.disk.Blocks;
import org.radhub.storage.testing.Program;

/** Entries do not end where blocks and buffers do. */
class EntryWriterTest {
    private static final String CLASS = "1.2.840.10008.5.1.4.1.1.7";
    private static final String SYNTAX = "1.2.840.10008.1.2.1";
    private static final int META = FileMeta.of(CLASS, "1.3.100", SYNTAX, "CT").length;

    @TempDir
    Path home;

    private Spool spool;
    private final Random random = new Random(7);
    private final List<PackEntry> kept = new ArrayList<>();
    private final List<byte[]> contents = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        spool = new Spool(home, Long.MAX_VALUE);
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {EntryHead.BLOCK, Blocks.SIZE, EntryWriter.BUFFER, 2 * EntryWriter.BUFFER, 1 << 20})
    void every_entry_of_a_pack_is_read_back_wherever_it_ends(int around) throws IOException {
        for (int begun = 0; begun < 2; begun++) {
            for (int more = -3; more <= 3; more++) {
                // Once the Part 10 file is that long, and once the entry with its head.
                keep(Math.max(1, around - META + more));
                keep(Math.max(1, around - META - EntryHead.LENGTH + more));
            }
        }

        assertThat(kept).extracting(PackEntry::pack).containsOnly(kept.get(0).pack());
        assertThatAllIsThere();
    }

    @Test
    void what_was_given_up_leaves_the_entries_around_it_as_they_were() throws IOException {
        keep(700);
        giveUp(100);
        keep(900);
        giveUp(3 * EntryWriter.BUFFER + 11);
        keep(5_000);
        giveUp(EntryWriter.BUFFER);
        keep(2 * EntryWriter.BUFFER);

        assertThat(kept).extracting(PackEntry::pack).containsOnly(kept.get(0).pack());
        assertThatAllIsThere();
    }

    @Test
    void a_restart_finds_what_was_kept_and_cuts_off_the_rest() throws IOException {
        keep(700);
        keep(300_000);
        giveUp(900_000);
        spool.close();

        spool = new Spool(home, Long.MAX_VALUE);
        assertThatAllIsThere();
    }

    @Test
    void a_sealed_pack_is_a_tar_that_ends_as_one() throws Exception {
        keep(700);
        keep(300_000);
        var pack = kept.get(0).pack();
        assertThat(spool.seal(pack)).isTrue();

        var file = spool.complete(pack, spool.entries(pack)).orElseThrow();

        assertThat(Files.size(file)).isEqualTo(kept.get(1).end() + EntryHead.END_OF_TAR);
        var listed = Program.run("tar", "-tf", file.toString());
        assertThat(listed.status()).as(listed.output()).isZero();
        assertThat(listed.output()).isEqualTo("1.2.3/1.3.0.dcm\n1.2.3/1.3.1.dcm\n");
    }

    private void keep(int length) throws IOException {
        var uid = "1.3." + kept.size();
        var content = new byte[length];
        random.nextBytes(content);
        try (var incoming = incoming(uid, content)) {
            kept.add(incoming.finish(new Arrival(
                    "COUNTYA", "CT", "1", "1.1", CLASS, SYNTAX, Instant.EPOCH, Instant.EPOCH, "", Optional.empty())));
        }
        contents.add(content);
    }

    private void giveUp(int length) throws IOException {
        incoming("1.4", new byte[length]).close();
    }

    private IncomingInstance incoming(String uid, byte[] content) throws IOException {
        var incoming = spool.incoming(CLASS, uid, SYNTAX, "CT").from("COUNTYA");
        incoming.belongsTo("1.1", "1.2.3");
        for (int at = 0; at < content.length; at += 64 << 10) {
            incoming.bytes(content, at, Math.min(64 << 10, content.length - at));
        }
        return incoming;
    }

    private void assertThatAllIsThere() throws IOException {
        var pack = kept.get(0).pack();
        assertThat(spool.entries(pack)).isEqualTo(kept);
        var file = home.resolve("spool").resolve(pack + ".tar");
        try (var reader = new PackReader(pack, Files.newInputStream(file))) {
            for (int i = 0; i < kept.size(); i++) {
                assertThat(reader.next()).contains(kept.get(i));
                var meta = FileMeta.of(CLASS, kept.get(i).sopInstanceUid(), SYNTAX, "CT");
                assertThat(reader.file().readNBytes(meta.length)).isEqualTo(meta);
                assertThat(reader.file()).hasSameContentAs(new ByteArrayInputStream(contents.get(i)));
            }
            assertThat(reader.next()).isEmpty();
            assertThat(reader.isDamaged()).isFalse();
        }
    }
}
