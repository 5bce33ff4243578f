package org.radhub.router.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radhub.audit.AuditAction;
import org.radhub.registry.GrantKind;
import org.radhub.registry.Scope;
import org.radhub.router.testing.Archive;
import org.radhub.router.testing.ScriptedPeer;
import org.radhub.router.testing.Workstation;
import org.radhub.router.testing.Workstation.Answer;
import org.radhub.router.testing.Workstation.Taken;
import org.radhub.storage.Attributes;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RetrieveTest {
    private static final String STUDY_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.2.2";
    private static final String STUDY_ROOT_GET = "1.2.840.10008.5.1.4.1.2.2.3";
    private static final String PATIENT_ROOT_GET = "1.2.840.10008.5.1.4.1.2.1.3";
    private static final String PATIENT_ROOT_MOVE = "1.2.840.10008.5.1.4.1.2.1.2";
    private static final Taken CT = new Taken(Archive.CT, Workstation.EXPLICIT);

    private static final int REMAINING = 0x1020;
    private static final int COMPLETED = 0x1021;
    private static final int FAILED = 0x1022;
    private static final int WARNING = 0x1023;

    @TempDir
    static Path home;

    private static Archive archive;

    @BeforeAll
    static void open() throws Exception {
        archive = new Archive(home, Map.of());
    }

    @AfterAll
    static void close() {
        archive.close();
    }

    @ParameterizedTest
    @CsvSource({
        "STUDY, 1.2.1, '', '', 1.2.1.1.1 1.2.1.2.1 1.2.1.2.2",
        "STUDY, 1.2.3\\1.2.4, '', '', 1.2.3.1.1 1.2.3.2.1 1.2.3.2.2 1.2.4.1.1 1.2.4.2.1 1.2.4.2.2",
        "SERIES, 1.2.1, 1.2.1.2, '', 1.2.1.2.1 1.2.1.2.2",
        "SERIES, 1.2.1, 1.2.1.2\\1.2.1.1, '', 1.2.1.1.1 1.2.1.2.1 1.2.1.2.2",
        "IMAGE, 1.2.1, 1.2.1.2, 1.2.1.2.2, 1.2.1.2.2",
    })
    void c_get_brings_what_was_asked_for_as_it_is_kept(
            String level, String study, String series, String image, String wanted) throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT_GET, CT)) {
            var answers = asker.get(identifier(level, study, series, image));
            var expected = wanted.split(" ");
            assertThat(asker.received).containsOnlyKeys(expected);
            ended(answers, 0, expected.length, 0, 0);
            assertThat(answers).hasSize(expected.length);
            for (var uid : expected) {
                assertThat(asker.received.get(uid)).isEqualTo(kept(uid));
            }
        }
    }

    @Test
    void all_of_a_patient_comes_and_nothing_of_the_same_patient_id_at_another_hospital() throws IOException {
        try (var asker = asker(Archive.COUNTYA, PATIENT_ROOT_GET, CT)) {
            var answers = asker.get(Attributes.builder()
                    .put(0x00080052, "PATIENT")
                    .put(0x00100020, "P1")
                    .build());
            ended(answers, 0, 6, 0, 0);
            assertThat(asker.received.keySet()).allMatch(uid -> uid.startsWith("1.2.1.") || uid.startsWith("1.2.2."));
        }
    }

    @Test
    void a_study_of_another_patient_does_not_come_below_this_one() throws IOException {
        try (var asker = asker(Archive.COUNTYA, PATIENT_ROOT_GET, CT)) {
            var identifier = Attributes.builder()
                    .put(0x00080052, "STUDY")
                    .put(0x00100020, "P1")
                    .put(0x0020000D, "1.2.3")
                    .build();
            assertThat(asker.get(identifier).get(0).status()).isEqualTo(0xC000);
            assertThat(asker.received).isEmpty();
        }
    }

    @Test
    void what_the_peer_does_not_take_as_it_is_kept_counts_as_failed_and_is_named() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT_GET, new Taken(Archive.CT, "1.2.840.10008.1.2.4.70"))) {
            var answers = asker.get(identifier("STUDY", "1.2.1", "", ""));
            ended(answers, 0xA702, 0, 3, 0);
            assertThat(last(answers).comment()).contains("3 failed: not accepted in the transfer syntax");
            assertThat(failed(answers)).containsExactlyInAnyOrder("1.2.1.1.1", "1.2.1.2.1", "1.2.1.2.2");
            assertThat(asker.received).isEmpty();
        }
    }

    @Test
    void a_peer_that_refuses_or_doubts_what_it_is_sent_is_told_so() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT_GET, CT)) {
            asker.storeStatus = 0xB000;
            ended(asker.get(identifier("STUDY", "1.2.1", "", "")), 0xB000, 0, 0, 3);
            asker.storeStatus = 0xA700;
            ended(asker.get(identifier("STUDY", "1.2.1", "", "")), 0xA702, 0, 3, 0);
        }
    }

    @Test
    void a_c_get_ends_where_it_is_cancelled() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT_GET, CT)) {
            asker.request(
                    Workstation.C_GET, identifier("STUDY", "1.2.1", "", "").encoded(Workstation.EXPLICIT, ""), "");
            assertThat(asker.next().number(REMAINING)).isEqualTo(2);
            asker.cancel();
            var answers = asker.answers();
            // The hub may have begun to send the second when it heard of it, not the third: that waits for an answer.
            var sent = asker.received.size();
            assertThat(sent).isBetween(1, 2);
            ended(answers, 0xFE00, sent, 0, 0);
            assertThat(last(answers).number(REMAINING)).isEqualTo(3 - sent);
        }
    }

    @Test
    void another_sites_device_gets_nothing_whatever_it_guesses_and_the_attempt_is_on_the_trail() throws IOException {
        archive.callAt(Archive.COUNTYB, 104);
        try (var get = asker(Archive.COUNTYB, STUDY_ROOT_GET, CT);
                var move = asker(Archive.COUNTYB, STUDY_ROOT_MOVE)) {
            for (var identifier : List.of(
                    identifier("STUDY", "1.2.2", "", ""),
                    identifier("SERIES", "1.2.2", "1.2.2.1", ""),
                    identifier("IMAGE", "1.2.2", "1.2.2.1", "1.2.2.1.1"))) {
                assertThat(get.get(identifier)).singleElement().satisfies(answer -> assertThat(answer.status())
                        .isEqualTo(0xC000));
                assertThat(move.move(identifier, Archive.COUNTYB))
                        .singleElement()
                        .satisfies(answer -> assertThat(answer.status()).isEqualTo(0xC000));
            }
            var unknown = get.get(identifier("STUDY", "1.2.77", "", ""));
            assertThat(last(unknown).comment())
                    .isEqualTo(
                            last(get.get(identifier("STUDY", "1.2.2", "", ""))).comment());
            assertThat(get.received).isEmpty();
        }
        assertThat(archive.hub.trail().about("1.2.2", 50))
                .filteredOn(line -> line.access().actor().equals(Archive.COUNTYB))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.access().success()).isFalse());
    }

    @Test
    void a_grant_lets_the_readers_site_fetch_the_study() throws IOException {
        var identifier = identifier("STUDY", "1.2.4", "", "");
        try (var asker = asker(Archive.CITY, STUDY_ROOT_GET, CT)) {
            assertThat(last(asker.get(identifier)).status()).isEqualTo(0xC000);
            archive.grant("COUNTYA", "1.2.4", GrantKind.ASSIGNMENT);
            ended(asker.get(identifier), 0, 3, 0, 0);
            archive.revoke("COUNTYA", "1.2.4", GrantKind.ASSIGNMENT);
            assertThat(last(asker.get(identifier)).status()).isEqualTo(0xC000);
        }
    }

    @Test
    void c_move_sends_to_the_destination_says_how_it_goes_and_was_on_the_trail_before() throws Exception {
        try (var destination = new ScriptedPeer();
                var asker = asker(Archive.COUNTYA, STUDY_ROOT_MOVE)) {
            destination("DEST1", "COUNTYA", destination.port());
            var linesAtArrival = new CopyOnWriteArrayList<Long>();
            destination.script = (uid, nth) -> {
                linesAtArrival.add(archive.hub.trail().about("1.2.3", 50).stream()
                        .filter(line -> line.access().action() == AuditAction.INSTANCES_TRANSFERRED
                                && line.access().detail().contains("C-MOVE to DEST1"))
                        .count());
                return ScriptedPeer.KEEP;
            };
            var answers = asker.move(identifier("STUDY", "1.2.3", "", ""), "DEST1");
            ended(answers, 0, 3, 0, 0);
            assertThat(answers).extracting(answer -> answer.number(REMAINING)).containsExactly(2, 1, -1);
            assertThat(Set.copyOf(destination.kept)).isEqualTo(Set.of("1.2.3.1.1", "1.2.3.2.1", "1.2.3.2.2"));
            assertThat(destination.dataSets.get("1.2.3.1.1")).isEqualTo(kept("1.2.3.1.1"));
            assertThat(linesAtArrival).containsExactly(1L, 1L, 1L);
        }
    }

    @Test
    void each_instance_that_is_moved_says_on_whose_behalf_and_by_which_request() throws Exception {
        try (var destination = new ScriptedPeer();
                var asker = asker(Archive.COUNTYA, STUDY_ROOT_MOVE)) {
            destination("DEST3", "COUNTYA", destination.port());
            ended(asker.move(identifier("STUDY", "1.2.1", "", ""), "DEST3"), 0, 3, 0, 0);
            assertThat(destination.originators.values())
                    .hasSize(3)
                    .containsOnly(Archive.COUNTYA + " " + Workstation.MESSAGE_ID);
        }
    }

    @Test
    void a_patients_studies_are_moved_together() throws Exception {
        try (var destination = new ScriptedPeer();
                var asker = asker(Archive.COUNTYA, PATIENT_ROOT_MOVE)) {
            destination("DEST2", "COUNTYA", destination.port());
            var patient = Attributes.builder()
                    .put(0x00080052, "PATIENT")
                    .put(0x00100020, "P1")
                    .build();
            ended(asker.move(patient, "DEST2"), 0, 6, 0, 0);
            assertThat(destination.kept).hasSize(6);
        }
    }

    @Test
    void an_unknown_destination_is_refused_and_so_is_one_of_another_site_or_without_an_address() throws Exception {
        archive.device("NO_ADDRESS", "COUNTYA");
        destination("ELSEWHERE", "COUNTYB", 104);
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT_MOVE)) {
            for (var title : List.of("NOBODY", "ELSEWHERE", "NO_ADDRESS", "' or 1=1")) {
                var answers = asker.move(identifier("STUDY", "1.2.1", "", ""), title);
                assertThat(answers).singleElement().satisfies(answer -> {
                    assertThat(answer.status()).isEqualTo(0xA801);
                    assertThat(answer.comment()).isNotEmpty();
                });
            }
        }
    }

    @Test
    void a_destination_that_cannot_be_reached_fails_all_and_says_why() throws Exception {
        // Bound, so that nobody else gets the port, and not listening.
        try (var silent = new Socket();
                var asker = asker(Archive.COUNTYA, STUDY_ROOT_MOVE)) {
            silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            destination("AWAY", "COUNTYA", silent.getLocalPort());
            var answers = asker.move(identifier("STUDY", "1.2.1", "", ""), "AWAY");
            ended(answers, 0xA702, 0, 3, 0);
            assertThat(last(answers).comment()).contains("UNREACHABLE");
            assertThat(failed(answers)).hasSize(3);
        }
    }

    @Test
    void what_a_destination_refuses_is_counted_and_named() throws Exception {
        try (var destination = new ScriptedPeer();
                var asker = asker(Archive.COUNTYA, STUDY_ROOT_MOVE)) {
            destination("PICKY", "COUNTYA", destination.port());
            destination.script =
                    (uid, nth) -> uid.equals("1.2.1.2.1") ? new ScriptedPeer.Answer(0xA700, "full") : ScriptedPeer.KEEP;
            var answers = asker.move(identifier("STUDY", "1.2.1", "", ""), "PICKY");
            ended(answers, 0xB000, 2, 1, 0);
            assertThat(failed(answers)).containsExactly("1.2.1.2.1");
            assertThat(last(answers).comment()).contains("A700 full");
        }
    }

    @Test
    void a_destination_that_vanishes_fails_what_it_has_not_confirmed() throws Exception {
        try (var destination = new ScriptedPeer();
                var asker = asker(Archive.COUNTYA, STUDY_ROOT_MOVE)) {
            destination("SHAKY", "COUNTYA", destination.port());
            destination.script = (uid, nth) -> uid.equals("1.2.1.1.1") ? ScriptedPeer.KEEP : new ScriptedPeer.Vanish();
            var answers = asker.move(identifier("STUDY", "1.2.1", "", ""), "SHAKY");
            ended(answers, 0xB000, 1, 2, 0);
            assertThat(failed(answers)).containsExactlyInAnyOrder("1.2.1.2.1", "1.2.1.2.2");
        }
    }

    @Test
    void a_c_move_ends_where_it_is_cancelled() throws Exception {
        var latch = new CountDownLatch(1);
        try (var destination = new ScriptedPeer();
                var asker = asker(Archive.COUNTYA, STUDY_ROOT_MOVE)) {
            destination("PATIENT", "COUNTYA", destination.port());
            destination.script =
                    (uid, nth) -> uid.equals("1.2.1.1.1") ? ScriptedPeer.KEEP : new ScriptedPeer.Wait(latch);
            asker.request(
                    Workstation.C_MOVE,
                    identifier("STUDY", "1.2.1", "", "").encoded(Workstation.EXPLICIT, ""),
                    "PATIENT");
            assertThat(asker.next().number(REMAINING)).isEqualTo(2);
            asker.cancel();
            latch.countDown();
            var answers = asker.answers();
            ended(answers, 0xFE00, 2, 0, 0);
            assertThat(last(answers).number(REMAINING)).isEqualTo(1);
            asker.release();
        }
    }

    @Test
    void an_identifier_that_does_not_say_what_is_wanted_is_refused() throws IOException {
        try (var study = asker(Archive.COUNTYA, STUDY_ROOT_GET, CT);
                var patient = asker(Archive.COUNTYA, PATIENT_ROOT_GET, CT)) {
            assertThat(last(study.get(identifier("STUDY", "", "", ""))).status())
                    .isEqualTo(0xA900);
            assertThat(last(study.get(identifier("SERIES", "1.2.1", "", ""))).status())
                    .isEqualTo(0xA900);
            assertThat(last(patient.get(identifier("PATIENT", "", "", ""))).status())
                    .isEqualTo(0xA900);
            assertThat(study.received).isEmpty();
        }
    }

    private static void destination(String aeTitle, String site, int port) {
        archive.device(aeTitle, site);
        archive.callAt(aeTitle, port);
    }

    private static Workstation asker(String device, String sopClass, Taken... taken) throws IOException {
        return new Workstation(archive.port(), device, sopClass, Workstation.EXPLICIT, taken);
    }

    private static Attributes identifier(String level, String study, String series, String image) {
        return Attributes.builder()
                .put(0x00080052, level)
                .put(0x0020000D, values(study))
                .put(0x0020000E, values(series))
                .put(0x00080018, values(image))
                .build();
    }

    private static List<String> values(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\\\\"));
    }

    private static byte[] kept(String uid) throws IOException {
        var parts = uid.split("\\.");
        var studyUid = "1.2." + parts[2];
        var studies = archive.hub.studies();
        var study = studies.withUid(studyUid, Scope.EVERYTHING).get(0);
        var instance =
                studies.instance(study.id(), studyUid + "." + parts[3], uid).orElseThrow();
        try (var dataSet = studies.openDataSet(instance)) {
            return dataSet.readAllBytes();
        }
    }

    private static void ended(List<Answer> answers, int status, int completed, int failed, int warning) {
        var last = last(answers);
        assertThat(last.status()).as(last.comment()).isEqualTo(status);
        assertThat(last.number(COMPLETED)).isEqualTo(completed);
        assertThat(last.number(FAILED)).isEqualTo(failed);
        assertThat(last.number(WARNING)).isEqualTo(warning);
    }

    private static Answer last(List<Answer> answers) {
        return answers.get(answers.size() - 1);
    }

    private static List<String> failed(List<Answer> answers) {
        return last(answers).attributes().values(0x00080058);
    }
}
