package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every shared test file is sent, the malformed ones as they are, to a hub that may use 256 MiB. */
class SharedDataTest {
    private static final int SUCCESS = 0x0000;
    private static final int CONTEXT = 5;
    private static final int LONGEST_UID = 64;
    private static final int NOT_TAKEN = -1;

    /** Storing is refused, in whatever words the standard has for why (PS3.4 GG.4.2). */
    private static final Set<Integer> REFUSALS = Set.of(0x0110, 0x0122, 0xA700, 0xA900, 0xC000);

    private static final Set<Integer> REFUSED = union(REFUSALS, NOT_TAKEN);
    private static final Set<Integer> EITHER = union(REFUSED, SUCCESS);
    private static final Set<Integer> TAKEN = Set.of(SUCCESS);

    @TempDir
    Path home;

    private final DataSource database = TestDatabase.fresh();
    private final Map<SharedFile, Integer> answers = new HashMap<>();

    @Test
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void every_file_of_the_shared_data_gets_the_reaction_its_manifest_calls_sensible() throws Exception {
        var files = SharedFile.all();
        var hub = IngestProcess.start(home, url());
        try {
            int port = hub.port();
            for (var file : files) {
                answers.put(file, send(file, port));
            }
            assertThat(files)
                    .filteredOn(file -> !sensible(file).contains(answers.get(file)))
                    .extracting(file -> "%s: %04X".formatted(file.name(), answers.get(file)))
                    .isEmpty();
            assertEverythingTakenIsThere(files);
            assertWarned("synthetic/malformed/pid_two_names_b.dcm", "storage.warning.names");
            assertWarned("synthetic/malformed/study_two_patients_b.dcm", "storage.warning.patients");
            assertWarned("synthetic/malformed/same_uid_conflict_b.dcm", "storage.warning.conflict");
            assertNothingOutside();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(hub.threads()).contains("DicomListener.accept").doesNotContain("Conversation.run");
                assertThat(open()).isZero();
            });
        } finally {
            hub.kill();
        }
    }

    private static Set<Integer> union(Set<Integer> some, int other) {
        var all = new HashSet<>(some);
        all.add(other);
        return Set.copyOf(all);
    }

    /** What the manifest calls sensible, and the standard demands. */
    private static Set<Integer> sensible(SharedFile file) {
        if (file.name().startsWith("dicomdir/") && file.name().contains("DICOMDIR")) {
            return REFUSED;
        }
        if (file.sopInstanceUid().length() > LONGEST_UID) {
            return REFUSED;
        }
        if (file.truth().equals("must never become a path")) {
            return REFUSED;
        }
        if (file.truth().startsWith("accept") && !file.truth().contains("or reject")) {
            return TAKEN;
        }
        if (file.name().startsWith("synthetic/charset") || isForPeople(file.truth())) {
            return TAKEN;
        }
        return file.isMalformed() ? EITHER : file.studyUid().isEmpty() ? REFUSED : TAKEN;
    }

    /** What is kept and pointed out. */
    private static boolean isForPeople(String truth) {
        return Set.of(
                        "flag",
                        "see a",
                        "quarantine or coerce",
                        "define: keep first / overwrite / coerce",
                        "must not break HL7 or logs",
                        "storing it needs generic SOP class support")
                .contains(truth);
    }

    /** The status that answers it, or {@link #NOT_TAKEN}; the association is released in either case. */
    private static int send(SharedFile file, int port) throws IOException {
        try (var peer = new Peer(port)) {
            peer.send(Peer.associateRequest(
                    Hub.CT,
                    "RADHUB",
                    16384,
                    Peer.context(CONTEXT, file.sopClassUid(), file.transferSyntaxUid()),
                    new byte[0]));
            var accepted = peer.receive();
            assertThat(accepted.type()).as("greeting for %s", file.name()).isEqualTo(Pdu.A_ASSOCIATE_AC);
            if (result(accepted.body()) != 0) {
                return NOT_TAKEN;
            }
            peer.send(Peer.pdata(
                    CONTEXT,
                    Pdu.COMMAND | Pdu.LAST,
                    Peer.command(0x0001, file.sopClassUid(), file.sopInstanceUid(), true)));
            sendDataSet(file, peer);
            var answer = peer.receive();
            assertThat(answer.type()).as("answer to %s", file.name()).isEqualTo(Pdu.P_DATA_TF);
            if (answer.status() != SUCCESS) {
                assertThat(answer.comment())
                        .as("why %s is refused", file.name())
                        .matches("[ -~]{5,64}");
            }
            assertThat(peer.release().type()).isEqualTo(Pdu.A_RELEASE_RP);
            return answer.status();
        }
    }

    private static void sendDataSet(SharedFile file, Peer peer) throws IOException {
        int piece = 16000;
        for (int at = 0; at < file.dataSet().length || at == 0; at += piece) {
            int end = Math.min(file.dataSet().length, at + piece);
            var bytes = java.util.Arrays.copyOfRange(file.dataSet(), at, end);
            peer.send(Peer.pdata(CONTEXT, end == file.dataSet().length ? Pdu.LAST : 0, bytes));
        }
    }

    /** Of the file's presentation context (PS3.8 9.3.3.2). */
    private static int result(byte[] accepted) {
        int at = 68;
        while (accepted[at] != 0x21 || accepted[at + 4] != CONTEXT) {
            at += 4 + (Byte.toUnsignedInt(accepted[at + 2]) << 8 | Byte.toUnsignedInt(accepted[at + 3]));
        }
        return accepted[at + 6];
    }

    private void assertEverythingTakenIsThere(List<SharedFile> files) {
        var taken = new HashSet<String>();
        files.stream().filter(file -> answers.get(file) == SUCCESS).forEach(file -> taken.add(file.sopInstanceUid()));
        assertThat(taken).hasSizeGreaterThan(450);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(texts("select sop_uid from storage.instance"))
                        .containsExactlyInAnyOrderElementsOf(taken));
    }

    private void assertWarned(String name, String warning) {
        var file = answers.keySet().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(JdbcClient.create(database)
                        .sql("select unnest(warnings) from storage.study where study_uid = ?")
                        .param(file.studyUid())
                        .query(String.class)
                        .list())
                .anyMatch(said -> said.startsWith(warning)));
    }

    /** Names are the hub's own, whatever UIDs said. */
    private void assertNothingOutside() throws IOException {
        try (var found = Files.walk(home)) {
            var names = new ArrayList<String>();
            found.filter(Files::isRegularFile)
                    .forEach(file -> names.add(home.relativize(file).toString()));
            assertThat(names)
                    .allMatch(name -> name.matches("node-id|spool-expected|(spool|objects)/[A-Za-z0-9./_~-]+"));
        }
    }

    private int open() {
        return JdbcClient.create(database)
                .sql("select count(*) from storage.sending where closed_at is null")
                .query(Integer.class)
                .single();
    }

    private List<String> texts(String sql) {
        return JdbcClient.create(database).sql(sql).query(String.class).list();
    }

    private String url() throws Exception {
        try (var connection = database.getConnection()) {
            return connection.getMetaData().getURL();
        }
    }
}
