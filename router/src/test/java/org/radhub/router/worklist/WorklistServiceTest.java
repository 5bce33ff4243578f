package org.radhub.router.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.router.worklist.WorklistService.MODALITY_WORKLIST;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Device;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.router.ExpectedExam;
import org.radhub.router.association.Dcmtk;
import org.radhub.router.association.Hub;
import org.radhub.router.testing.Workstation;
import org.radhub.storage.Attributes;
import org.radhub.storage.Patient;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorklistServiceTest {
    private static final int STEPS = 0x00400100;
    private static final int ACCESSION = 0x00080050;
    private static final int STUDY_UID = 0x0020000D;
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final UUID ID = UUID.fromString("00000000-0000-0001-0000-000000000002");

    @TempDir
    Path home;

    private Hub hub;

    @BeforeEach
    void expect() {
        hub = Hub.storing(home);
        hub.expect("COUNTYA", new ExpectedExam(ID, "", "A1", "STAT", "出血？\\ Bleeding?\n", Instant.now()));
        hub.expect(
                "COUNTYA",
                new ExpectedExam(
                        UUID.randomUUID(),
                        "1.2.7",
                        "",
                        "ROUTINE",
                        "",
                        Instant.now().minusSeconds(200_000)));
        hub.expect("COUNTYB", new ExpectedExam(UUID.randomUUID(), "1.2.8", "B1", "HIGH", "", Instant.now()));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void a_device_is_told_what_its_own_hospital_expects_and_the_query_is_on_the_trail() throws IOException {
        try (var device = calling(Hub.CT)) {
            var answers = device.find(Attributes.builder()
                    .put(0x00080005, "ISO_IR 192")
                    .put(ACCESSION, "")
                    .put(0x00100010, "")
                    .put(STUDY_UID, "")
                    .put(0x00401002, "")
                    .put(0x00401003, "")
                    .sequence(STEPS, List.of())
                    .build());

            assertThat(answers).hasSize(3);
            assertThat(answers.get(2).status()).isZero();
            var first = answers.get(0).attributes();
            assertThat(answers.get(0).status()).isEqualTo(0xFF00);
            assertThat(first.text(ACCESSION)).isEqualTo("A1");
            assertThat(first.text(STUDY_UID)).isEqualTo("2.25.18446744073709551618");
            assertThat(first.text(0x00401002)).isEqualTo("出血？/ Bleeding?");
            assertThat(first.text(0x00401003)).isEqualTo("STAT");
            var step = first.items(STEPS).get(0);
            assertThat(step.text(0x00400001)).isEqualTo(Hub.CT);
            assertThat(step.text(0x00080060)).isEqualTo("CT");
            assertThat(step.text(0x00400002)).isEqualTo(today());
            assertThat(answers.get(1).attributes().text(STUDY_UID)).isEqualTo("1.2.7");
        }
        assertThat(hub.trail().latest(0, 10))
                .filteredOn(line -> line.access().detail().contains("modality worklist"))
                .extracting(line -> line.access().action())
                .containsExactly(AuditAction.QUERY);
    }

    @Test
    void another_hospital_expects_other_exams() throws IOException {
        hub.get(Sites.class).put(new Site("COUNTYB", "County B", "乙县医院", SiteKind.COUNTY, Optional.empty()));
        hub.register(new Device("COUNTYB_DR", "COUNTYB", "DR", "", List.of("127.0.0.0/8"), true));
        try (var device = calling("COUNTYB_DR")) {
            assertThat(device.matches(query("00080060", "DX")))
                    .extracting(entry -> entry.text(ACCESSION))
                    .containsExactly("B1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00080050, A1, 1",
        "00080050, A*, 1",
        "00080050, B1, 0",
        "0020000D, 1.2.7, 1",
        "0020000D, 1.2.8, 0",
        "00100010, *, 2",
        "00100010, Zhang*, 0",
        "00401003, STAT, 1",
        "00080060, CT, 2",
        "00080060, MR, 0",
        "00400001, COUNTYA_CT, 2",
        "00400001, COUNTYA_MR, 0",
        "00400002, today, 2",
        "00400002, 20000101-today, 2",
        "00400002, today-, 2",
        "00400002, 20000101, 0",
        "00400002, -20000101, 0",
        "00400002, yesterday, 0",
        "00400010, anything, 2"
    })
    void keys_match_as_the_standard_says(String tag, String value, int matches) throws IOException {
        try (var device = calling(Hub.CT)) {
            assertThat(device.matches(query(tag, value.replace("today", today()))))
                    .hasSize(matches);
        }
    }

    @Test
    void an_exam_of_a_named_patient_is_found_by_what_was_said_of_it() throws IOException {
        expectNamed();
        finds(1, "00100020", "P7");
        finds(1, "00100020", "P*");
        finds(0, "00100020", "P8");
        finds(1, "00100010", "zhang^*");
        finds(1, "00100010", "ZHANG^WEI");
        finds(1, "00100010", "张*");
        finds(0, "00100010", "李*");
        finds(1, "00100030", "19700501");
        finds(0, "00100030", "19600101-19691231");
        finds(1, "00100040", "M");
        finds(1, "00080060", "MR");
        finds(2, "00080060", "CT");
        finds(3, "00400001", Hub.CT);
        finds(1, "00400002", day(1));
        finds(2, "00400002", today());
        finds(3, "00400002", today() + "-" + day(1));
    }

    private void finds(int matches, String tag, String value) throws IOException {
        try (var device = calling(Hub.CT)) {
            assertThat(device.matches(query(tag, value))).as(value).hasSize(matches);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO_IR 192", "GB18030"})
    void a_device_is_told_who_the_patient_is_in_its_own_character_set_and_the_trail_says_so(String characterSet)
            throws IOException {
        expectNamed();
        try (var device = calling(Hub.CT)) {
            var asked = Attributes.builder()
                    .put(0x00100010, "张*")
                    .put(0x00100020, "")
                    .put(0x00100030, "")
                    .put(0x00100040, "")
                    .put(0x00321060, "")
                    .put(0x00401002, "")
                    .sequence(STEPS, List.of())
                    .build();
            device.request(0x0020, asked.encoded(Workstation.EXPLICIT, characterSet), "");
            var found = device.answers().get(0).attributes();

            assertThat(found.text(0x00080005)).isEqualTo(characterSet);
            assertThat(found.text(0x00100010)).isEqualTo("ZHANG^WEI=张^伟");
            assertThat(found.text(0x00100020)).isEqualTo("P7");
            assertThat(found.text(0x00100030)).isEqualTo("19700501");
            assertThat(found.text(0x00100040)).isEqualTo("M");
            assertThat(found.text(0x00321060)).isEqualTo("头颅磁共振");
            assertThat(found.text(0x00401002)).isEqualTo("Stroke?");
            var step = found.items(STEPS).get(0);
            assertThat(step.text(0x00080060)).isEqualTo("MR");
            assertThat(step.text(0x00400002)).isEqualTo(day(1));
            assertThat(step.text(0x00400003)).isEqualTo("143000");
            assertThat(step.text(0x00400007)).isEqualTo("头颅磁共振");
        }
        assertThat(hub.trail().latest(0, 10))
                .filteredOn(line -> line.access().action() == AuditAction.QUERY)
                .singleElement()
                .satisfies(line -> assertThat(line.access().detail()).endsWith("; patients: P7"));
    }

    @Test
    void what_a_study_says_of_its_patient_is_one_value_each() throws IOException {
        var patient = new Patient("P9\\P10", "", "Wang\\Li", "19700501", "F");
        hub.expect("COUNTYA", exam(patient, "", "", Optional.empty()));
        try (var device = calling(Hub.CT)) {
            assertThat(device.matches(query("00100020", "P9*")))
                    .extracting(entry -> entry.text(0x00100020))
                    .containsExactly("P9/P10");
        }
    }

    @Test
    void findscu_finds_an_exam_by_its_patient() throws Exception {
        expectNamed();
        for (var key : List.of("PatientID=P7", "PatientName=zhang*")) {
            var found = Dcmtk.run(
                    "findscu",
                    List.of(
                            "-W",
                            "-v",
                            "-aet",
                            Hub.CT,
                            "-aec",
                            "RADHUB",
                            "-k",
                            "PatientName",
                            "-k",
                            "PatientID",
                            "-k",
                            key,
                            "-k",
                            "(0040,0100)[0].Modality",
                            "localhost",
                            String.valueOf(hub.port())));

            assertThat(found.exitCode()).as(found.output()).isZero();
            assertThat(found.output()).contains("[P7", "ZHANG^WEI=", "[MR]", "ISO_IR 192");
            assertThat(found.output().split("Find Response: ", -1)).hasSize(2);
        }
    }

    private void expectNamed() {
        var patient = new Patient("P7", "", "ZHANG^WEI=张^伟", "19700501", "M");
        var at = LocalDate.now(ZONE).plusDays(1).atTime(14, 30).atZone(ZONE).toInstant();
        hub.expect("COUNTYA", exam(patient, "MR", "头颅磁共振", Optional.of(at)));
    }

    private static ExpectedExam exam(Patient patient, String modality, String procedure, Optional<Instant> at) {
        return new ExpectedExam(
                UUID.randomUUID(), "", "A7", "STAT", "Stroke?", patient, modality, procedure, at, Instant.now());
    }

    @Test
    void findscu_finds_what_is_expected() throws Exception {
        var found = Dcmtk.run(
                "findscu",
                List.of(
                        "-W",
                        "-aet",
                        Hub.CT,
                        "-aec",
                        "RADHUB",
                        "-k",
                        "0008,0050",
                        "-k",
                        "0020,000d=1.2.7",
                        "-k",
                        "(0040,0100)[0].Modality=CT",
                        "-k",
                        "(0040,0100)[0].ScheduledProcedureStepStartDate=" + today(),
                        "-v",
                        "localhost",
                        String.valueOf(hub.port())));

        assertThat(found.exitCode()).as(found.output()).isZero();
        assertThat(found.output()).contains("1.2.7").contains("ScheduledProcedureStepStartDate");
        assertThat(found.output().split("Find Response: ", -1)).hasSize(2);
    }

    private Workstation calling(String aeTitle) throws IOException {
        return new Workstation(hub.port(), aeTitle, MODALITY_WORKLIST, Workstation.EXPLICIT);
    }

    /** With this key, in the step where it belongs there. */
    private static Attributes query(String tag, String value) {
        int key = Integer.parseUnsignedInt(tag, 16);
        boolean inStep = key == 0x00080060 || key >>> 4 == 0x0040000 || key == 0x00400010;
        var step = Attributes.builder().put(0x00400009, "");
        var query = Attributes.builder().put(ACCESSION, "").put(STUDY_UID, "");
        (inStep ? step : query).put(key, value);
        return query.sequence(STEPS, List.of(step.build())).build();
    }

    private static String today() {
        return day(0);
    }

    private static String day(int ahead) {
        return LocalDate.now(ZONE).plusDays(ahead).format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
