package org.radhub.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.storage.dataset.FileMeta;
import org.radhub.storage.testing.Program;

class SpoolFaultsTest {
    private static final String CLASS = "1.2.840.10008.5.1.4.1.1.7";
    private static final String SYNTAX = "1.2.840.10008.1.2.1";

    @TempDir
    Path home;

    /** Runs in a process of its own, which has next to no memory outside the heap. */
    static final class WithoutMemory {
        private WithoutMemory() {}

        public static void main(String[] arguments) throws Exception {
            try (var spool = new Spool(Path.of(arguments[0]), Long.MAX_VALUE)) {
                var first = keep(spool, "1.3.1", new byte[1000]);
                var second = keep(spool, "1.3.2", new byte[1000]);
                require(first.pack().equals(second.pack()), "one pack");
                // The free buffer is another sender's, and there is no memory for one more.
                var others = spool.incoming(CLASS, "1.5", SYNTAX, "CT").from("COUNTYA");
                others.belongsTo("1.1", "1.9");
                var held = new ArrayList<ByteBuffer>();
                try {
                    while (true) {
                        held.add(ByteBuffer.allocateDirect(4096));
                    }
                } catch (OutOfMemoryError e) {
                    System.out.println("no memory after " + held.size());
                }
                var unlucky = spool.incoming(CLASS, "1.3.3", SYNTAX, "CT").from("COUNTYA");
                try (unlucky) {
                    unlucky.belongsTo("1.1", "1.2.3");
                    System.out.println("was given memory");
                } catch (OutOfMemoryError | IOException e) {
                    System.out.println("refused " + Arrays.toString(e.getSuppressed()));
                }
                others.close();
                System.out.println("sealed " + spool.seal(first.pack()));
            }
        }

        private static void require(boolean condition, String what) {
            if (!condition) {
                throw new AssertionError(what);
            }
        }
    }

    @Test
    void a_sender_that_there_is_no_memory_for_does_not_keep_the_pack_in_the_spool_for_ever() throws Exception {
        var result = Program.run(
                "java",
                "-XX:MaxDirectMemorySize=1m",
                "-cp",
                System.getProperty("java.class.path"),
                WithoutMemory.class.getName(),
                home.toString());

        assertThat(result.output()).contains("refused []").contains("sealed true");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_head_that_the_disk_has_damaged_costs_no_acknowledged_instance_behind_it_at_the_next_start(int damaged)
            throws Exception {
        var kept = new ArrayList<PackEntry>();
        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            for (int i = 0; i < 3; i++) {
                kept.add(keep(spool, "1.3." + i, new byte[5000]));
            }
        }
        var file = Spool.file(home.resolve("spool"), kept.get(0).pack());
        try (var channel = new RandomAccessFile(file.toFile(), "rw")) {
            channel.seek(kept.get(damaged).start() + 3);
            channel.write(0xff);
        }
        var before = Files.readAllBytes(file);

        try (var spool = new Spool(home, Long.MAX_VALUE);
                var in = spool.open(
                        kept.get(2).pack(), kept.get(2).offset(), kept.get(2).length())) {
            assertThat(in.readAllBytes())
                    .isEqualTo(Arrays.copyOfRange(before, (int) kept.get(2).offset(), (int)
                            (kept.get(2).offset() + kept.get(2).length())));
        }
    }

    @Test
    void a_pack_can_be_looked_through_while_it_is_made_ready_to_leave() throws Exception {
        var failure = new AtomicReference<Throwable>();
        var stop = new AtomicBoolean();
        try (var spool = new Spool(home, 1)) {
            var pack = new AtomicReference<>(keep(spool, "1.3.1", new byte[1000]));
            var looking = new Thread(() -> {
                while (!stop.get()) {
                    try {
                        spool.entries(pack.get().pack());
                    } catch (IOException e) {
                        failure.compareAndSet(null, e);
                    }
                }
            });
            looking.start();
            for (int i = 2; i < 3000; i++) {
                var next = keep(spool, "1.3." + i, new byte[1000]);
                pack.set(next);
                spool.seal(next.pack());
                spool.complete(next.pack(), List.of(next));
            }
            stop.set(true);
            looking.join();
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    void a_sender_that_was_interrupted_costs_the_next_of_its_series_nothing() throws Exception {
        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            keep(spool, "1.3.1", new byte[1000]);
            var interrupted = new Thread(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> keep(spool, "1.3.2", new byte[1000])).isInstanceOf(IOException.class);
            });
            interrupted.start();
            interrupted.join();
            keep(spool, "1.3.3", new byte[1000]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatever_is_sent_and_given_up_is_read_back(long seed) throws Exception {
        var random = new Random(seed);
        var kept = new ArrayList<PackEntry>();
        var contents = new ArrayList<byte[]>();
        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            for (int i = 0; i < 60; i++) {
                int k = random.nextInt(3) * EntryWriter.BUFFER;
                int length = Math.max(
                        0,
                        switch (random.nextInt(4)) {
                            case 0 -> random.nextInt(3000);
                            case 1 -> k + 512 * random.nextInt(20) - 512 * 16;
                            case 2 -> k - random.nextInt(12_000);
                            default -> random.nextInt(300_000);
                        });
                var content = new byte[length];
                random.nextBytes(content);
                var uid = "1.3." + i;
                try (var incoming = spool.incoming(CLASS, uid, SYNTAX, "CT").from("COUNTYA")) {
                    // What is too long to wait in memory for its series gets a pack of its own.
                    boolean late = random.nextInt(10) == 0 && length < 1 << 20;
                    if (!late) {
                        incoming.belongsTo("1.1", "1.2.3");
                    }
                    for (int at = 0; at < length; ) {
                        int piece = Math.min(1 + random.nextInt(70_000), length - at);
                        incoming.bytes(content, at, piece);
                        at += piece;
                    }
                    incoming.belongsTo("1.1", "1.2.3");
                    if (random.nextInt(4) > 0) {
                        kept.add(incoming.finish(arrival()));
                        contents.add(content);
                    }
                }
                if (!kept.isEmpty() && random.nextInt(6) == 0) {
                    var file = Spool.file(home.resolve("spool"), kept.get(0).pack());
                    var listed = Program.run("tar", "-tf", file.toString());
                    assertThat(listed.status()).as(listed.output()).isZero();
                    assertThat(listed.output().lines().count()).isEqualTo(kept.size());
                }
            }
        }
        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            for (int i = 0; i < kept.size(); i++) {
                var entry = kept.get(i);
                try (var in = spool.open(entry.pack(), entry.offset(), entry.length())) {
                    var bytes = in.readAllBytes();
                    assertThat(Arrays.copyOfRange(bytes, bytes.length - contents.get(i).length, bytes.length))
                            .isEqualTo(contents.get(i));
                }
            }
            var pack = kept.get(0).pack();
            var found = spool.entries(pack);
            assertThat(found).isEqualTo(kept);
            var file = spool.complete(pack, found).orElseThrow();
            try (var direct = spool.input(file)) {
                assertThat(direct.readAllBytes()).isEqualTo(Files.readAllBytes(file));
            }
            assertThat(Program.run("tar", "-tf", file.toString()).status()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whole_instances_are_found_wherever_a_head_is_damaged(int damaged) throws Exception {
        var kept = keepThree();
        damage(kept.get(damaged).start() + 3);
        var sound = new ArrayList<>(kept);
        sound.remove(damaged);

        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            var contents = spool.contents(pack(kept));
            assertThat(contents.entries()).isEqualTo(sound);
            assertThat(contents.damaged()).isEqualTo(damaged < 2);
        }
    }

    @Test
    void a_pack_that_the_disk_does_not_give_back_keeps_no_other_from_being_found() throws Exception {
        var kept = keepThree();
        damage(kept.get(1).start() + 3);
        // Whoever reads it is told that there was an error.
        var unreadable = UUID.randomUUID();
        Files.createDirectory(Spool.file(home.resolve("spool"), unreadable));

        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            assertThatThrownBy(() -> spool.entries(unreadable)).isInstanceOf(IOException.class);
            assertThat(spool.entries(pack(kept))).containsExactly(kept.get(0), kept.get(2));
            var more = keep(spool, "1.3.9", new byte[10]);
            assertThat(spool.entries(more.pack())).containsExactly(more);
        }
    }

    @Test
    void a_pack_that_a_device_sends_is_not_taken_for_instances_of_the_pack_that_it_goes_into() throws Exception {
        var nested = nestedPack();
        PackEntry first;
        PackEntry holding;
        PackEntry last;
        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            first = keep(spool, "1.3.1", new byte[5000]);
            holding = keep(spool, "1.3.2", nested);
            last = keep(spool, "1.3.3", new byte[5000]);
            assertThat(spool.entries(first.pack())).containsExactly(first, holding, last);
        }

        damage(holding.start() + 3);
        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            assertThat(spool.entries(first.pack())).containsExactly(first, last);
        }
        var read = new ArrayList<PackEntry>();
        try (var reader = new PackReader(first.pack(), Files.newInputStream(file()))) {
            for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                read.add(entry.get());
            }
            assertThat(reader.isDamaged()).isTrue();
        }
        assertThat(read).containsExactly(first, last);
    }

    @Test
    void what_a_crash_left_of_an_instance_that_holds_a_pack_is_cut_and_nothing_of_it_is_found() throws Exception {
        PackEntry first;
        PackEntry unfinished;
        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            first = keep(spool, "1.3.1", new byte[5000]);
            unfinished = keep(spool, "1.3.2", nestedPack());
        }
        // Its head is written last.
        try (var channel = new RandomAccessFile(file().toFile(), "rw")) {
            channel.seek(unfinished.start());
            channel.write(new byte[EntryHead.LENGTH]);
        }

        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            assertThat(spool.contents(first.pack())).isEqualTo(new Spool.Contents(List.of(first), false));
            spool.cutTails(pack -> first.offset());
        }
        assertThat(Files.size(file())).isEqualTo(first.end());
    }

    @Test
    void an_instance_at_the_end_of_a_pack_whose_head_is_damaged_stays_where_the_index_knows_of_it() throws Exception {
        var kept = keepThree();
        damage(kept.get(2).start() + 3);
        var before = Files.readAllBytes(file());

        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            spool.cutTails(pack -> kept.get(2).offset());
        }
        assertThat(file()).hasBinaryContent(before);
    }

    private List<PackEntry> keepThree() throws IOException {
        var kept = new ArrayList<PackEntry>();
        try (var spool = new Spool(home, Long.MAX_VALUE)) {
            for (int i = 0; i < 3; i++) {
                kept.add(keep(spool, "1.3." + i, new byte[5000]));
            }
        }
        return kept;
    }

    private static UUID pack(List<PackEntry> kept) {
        return kept.get(0).pack();
    }

    /** A data set of two entries of another pack, which lie where entries may begin when the hub has written its file. */
    private static byte[] nestedPack() {
        var nested = ByteBuffer.allocate(32 << 10);
        int before = FileMeta.of(CLASS, "1.3.2", SYNTAX, "CT").length;
        nested.position(Math.floorMod(-before, EntryHead.BLOCK));
        var other = UUID.randomUUID();
        for (int i = 0; i < 2; i++) {
            var entry = new PackEntry(other, EntryHead.LENGTH, 1000, "1.2.3", "1.9." + i, arrival());
            nested.put(EntryHead.bytes(entry)).put(new byte[1024]);
        }
        return nested.array();
    }

    private void damage(long at) throws IOException {
        try (var channel = new RandomAccessFile(file().toFile(), "rw")) {
            channel.seek(at);
            channel.write(0xff);
        }
    }

    /** Of the only pack. */
    private Path file() throws IOException {
        try (var packs = Files.newDirectoryStream(home.resolve("spool"), "*.tar")) {
            return packs.iterator().next();
        }
    }

    private static PackEntry keep(Spool spool, String uid, byte[] content) throws IOException {
        try (var incoming = spool.incoming(CLASS, uid, SYNTAX, "CT").from("COUNTYA")) {
            incoming.belongsTo("1.1", "1.2.3");
            incoming.bytes(content, 0, content.length);
            return incoming.finish(arrival());
        }
    }

    private static Arrival arrival() {
        return new Arrival(
                "COUNTYA", "CT", "1", "1.1", CLASS, SYNTAX, Instant.EPOCH, Instant.EPOCH, "", Optional.empty());
    }
}
