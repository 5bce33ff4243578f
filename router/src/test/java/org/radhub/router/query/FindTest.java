package org.radhub.router.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.audit.AuditAction;
import org.radhub.registry.GrantKind;
import org.radhub.router.testing.Archive;
import org.radhub.router.testing.Workstation;
import org.radhub.storage.Attributes;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FindTest {
    private static final String STUDY_ROOT = "1.2.840.10008.5.1.4.1.2.2.1";
    private static final String PATIENT_ROOT = "1.2.840.10008.5.1.4.1.2.1.1";
    private static final String PATIENT_STUDY_ONLY = "1.2.840.10008.5.1.4.1.2.3.1";

    @TempDir
    static Path home;

    private static Archive archive;

    @BeforeAll
    static void open() throws Exception {
        archive = new Archive(home, Map.of("radhub.query.most-hits", "3"));
    }

    @AfterAll
    static void close() {
        archive.close();
    }

    @ParameterizedTest
    @CsvSource({
        "00100010, Zhang*, 2 1",
        "00100010, zhang^WEI, 2 1",
        "00100010, ZHANG^WEI^^, 2 1",
        "00100010, 张*, 2 1",
        "00100010, *伟, 2 1",
        "00100010, 李^娜, 3",
        "00100010, Zhang^Wei=张^伟, 2 1",
        "00100010, müller*, 4",
        "00100010, Zhang, ''",
        "00100020, P1, 2 1",
        "00100020, p1, ''",
        "00100020, P?, 4 3 2",
        "0020000D, 1.2.3, 3",
        "0020000D, 1.2.3\\1.2.1\\1.2.99, 3 1",
        "00080020, 20260203, 2",
        "00080020, 20260203-20260305, 3 2",
        "00080020, 20260305-, 4 3",
        "00080020, -20260203, 2 1",
        "00080020, 2026.02.03, 2",
        "00080030, 101502-101503, 3 2",
        "00080030, 101504.5, 4",
        "00080061, MR, 2",
        "00080061, MR\\US, 4 2",
        "00080061, SR, 3 1",
        "00080061, U*, 4",
        "00080050, A3, 3",
        "00081030, *Head 4, 4",
        "00081030, 头颅*3, 3",
        "00080090, doctor^2, 2",
        "00080090, 医生^3, 3",
        "00200010, S1, 1",
        "00100030, 19700102-19700103, 3 2",
        "00100040, F, 4 2"
    })
    void studies_match_by_each_key_in_each_way_that_the_standard_knows(String tag, String value, String studies)
            throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT)) {
            assertThat(studies(asker.matches(level("STUDY")
                            .put(key(tag), List.of(value.split("\\\\")))
                            .put(
                                    Keys.STUDY_INSTANCE_UID,
                                    key(tag) == Keys.STUDY_INSTANCE_UID ? List.of(value.split("\\\\")) : List.of())
                            .build())))
                    .isEqualTo(studies);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Workstation.IMPLICIT, Workstation.EXPLICIT})
    void a_study_is_answered_with_everything_that_was_asked_for(String transferSyntax) throws IOException {
        try (var asker = new Workstation(archive.port(), Archive.COUNTYA, STUDY_ROOT, transferSyntax)) {
            var answers = asker.find(level("STUDY")
                    .put(Attributes.SPECIFIC_CHARACTER_SET, "")
                    .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                    .put(Keys.PATIENT_NAME, "")
                    .put(Keys.PATIENT_ID, "")
                    .put(Keys.MODALITIES_IN_STUDY, "")
                    .put(Keys.STUDY_SERIES, "")
                    .put(Keys.STUDY_INSTANCES, "")
                    .put(Keys.STUDY_DATE, "")
                    .put(Keys.RETRIEVE_AE_TITLE, "")
                    .put(Keys.INSTANCE_AVAILABILITY, "")
                    .build());
            assertThat(answers).extracting(Workstation.Answer::status).containsExactly(0xFF00, 0);
            var found = answers.get(0).attributes();
            assertThat(found.text(Attributes.SPECIFIC_CHARACTER_SET)).isEqualTo("ISO_IR 192");
            assertThat(found.text(Keys.PATIENT_NAME)).isEqualTo("Zhang^Wei=张^伟");
            assertThat(found.text(Keys.PATIENT_ID)).isEqualTo("P1");
            assertThat(found.values(Keys.MODALITIES_IN_STUDY)).containsExactly("CT", "SR");
            assertThat(found.text(Keys.STUDY_SERIES)).isEqualTo("2");
            assertThat(found.text(Keys.STUDY_INSTANCES)).isEqualTo("3");
            assertThat(found.text(Keys.STUDY_DATE)).isEqualTo("20260101");
            assertThat(found.text(Keys.RETRIEVE_AE_TITLE)).isEqualTo("RADHUB");
            assertThat(found.text(Keys.INSTANCE_AVAILABILITY)).isEqualTo("ONLINE");
            assertThat(found.text(0x00080052)).isEqualTo("STUDY");
        }
    }

    @Test
    void series_and_images_are_found_below_their_study() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT)) {
            var series = asker.matches(level("SERIES")
                    .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                    .put(Keys.SERIES_INSTANCE_UID, "")
                    .put(Keys.MODALITY, "")
                    .put(Keys.SERIES_INSTANCES, "")
                    .build());
            assertThat(series)
                    .extracting(
                            found -> found.text(Keys.SERIES_INSTANCE_UID),
                            found -> found.text(Keys.MODALITY),
                            found -> found.text(Keys.SERIES_INSTANCES))
                    .containsExactly(tuple("1.2.1.1", "CT", "1"), tuple("1.2.1.2", "SR", "2"));
            assertThat(asker.matches(level("SERIES")
                            .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                            .put(Keys.MODALITY, "SR")
                            .build()))
                    .extracting(found -> found.text(Keys.SERIES_INSTANCE_UID))
                    .containsExactly("1.2.1.2");
            var images = asker.matches(level("IMAGE")
                    .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                    .put(Keys.SERIES_INSTANCE_UID, "1.2.1.2")
                    .put(Keys.SOP_INSTANCE_UID, "")
                    .put(Keys.SOP_CLASS_UID, "")
                    .put(Keys.ROWS, "")
                    .build());
            assertThat(images)
                    .extracting(found -> found.text(Keys.SOP_INSTANCE_UID), found -> found.text(Keys.ROWS))
                    .containsExactly(tuple("1.2.1.2.1", "512"), tuple("1.2.1.2.2", "512"));
            assertThat(asker.matches(level("IMAGE")
                            .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                            .put(Keys.SERIES_INSTANCE_UID, "1.2.1.2")
                            .put(Keys.SOP_INSTANCE_UID, List.of("1.2.1.2.2", "1.2.1.1.1"))
                            .build()))
                    .extracting(found -> found.text(Keys.SOP_INSTANCE_UID))
                    .containsExactly("1.2.1.2.2");
        }
    }

    @Test
    void patients_are_found_once_with_the_number_of_their_studies() throws IOException {
        for (var root : List.of(PATIENT_ROOT, PATIENT_STUDY_ONLY)) {
            try (var asker = asker(Archive.COUNTYA, root)) {
                var patients = asker.matches(level("PATIENT")
                        .put(Keys.PATIENT_ID, "")
                        .put(Keys.PATIENT_NAME, "")
                        .put(Keys.PATIENT_STUDIES, "")
                        .put(Keys.PATIENT_INSTANCES, "")
                        .build());
                assertThat(patients)
                        .extracting(
                                found -> found.text(Keys.PATIENT_ID),
                                found -> found.text(Keys.PATIENT_STUDIES),
                                found -> found.text(Keys.PATIENT_INSTANCES))
                        .containsExactlyInAnyOrder(tuple("P1", "2", "6"), tuple("P2", "1", "3"), tuple("P3", "1", "3"));
                assertThat(studies(asker.matches(level("STUDY")
                                .put(Keys.PATIENT_ID, "P1")
                                .put(Keys.STUDY_INSTANCE_UID, "")
                                .build())))
                        .isEqualTo("2 1");
            }
        }
    }

    @Test
    void a_site_finds_its_own_studies_and_an_exact_guess_at_anothers_finds_nothing() throws IOException {
        try (var asker = asker(Archive.COUNTYB, STUDY_ROOT);
                var patients = asker(Archive.COUNTYB, PATIENT_ROOT)) {
            assertThat(studies(asker.matches(
                            level("STUDY").put(Keys.STUDY_INSTANCE_UID, "").build())))
                    .isEqualTo("5");
            assertThat(asker.matches(
                            level("STUDY").put(Keys.STUDY_INSTANCE_UID, "1.2.1").build()))
                    .isEmpty();
            assertThat(asker.matches(level("SERIES")
                            .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                            .build()))
                    .isEmpty();
            assertThat(asker.matches(level("IMAGE")
                            .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                            .put(Keys.SERIES_INSTANCE_UID, "1.2.1.1")
                            .put(Keys.SOP_INSTANCE_UID, "1.2.1.1.1")
                            .build()))
                    .isEmpty();
            var own = patients.matches(level("PATIENT")
                    .put(Keys.PATIENT_ID, "P1")
                    .put(Keys.PATIENT_NAME, "")
                    .build());
            assertThat(own).extracting(found -> found.text(Keys.PATIENT_NAME)).containsExactly("Wang^Fang=王^芳");
        }
    }

    @Test
    void a_grant_to_a_person_of_the_site_opens_the_study_until_it_is_revoked_unless_it_broke_the_glass()
            throws IOException {
        var query = level("STUDY").put(Keys.STUDY_INSTANCE_UID, "").build();
        try (var asker = asker(Archive.CITY, STUDY_ROOT)) {
            assertThat(studies(asker.matches(query))).isEqualTo("6");
            archive.grant("COUNTYA", "1.2.3", GrantKind.ASSIGNMENT);
            archive.grant("COUNTYA", "1.2.4", GrantKind.BREAK_GLASS);
            assertThat(studies(asker.matches(query))).isEqualTo("3 6");
            archive.revoke("COUNTYA", "1.2.3", GrantKind.ASSIGNMENT);
            assertThat(studies(asker.matches(query))).isEqualTo("6");
        }
    }

    @Test
    void keys_that_are_not_supported_come_back_empty_and_with_a_warning() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT)) {
            var answers = asker.find(level("STUDY")
                    .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                    .put(0x00104000, "whatever")
                    .put(Keys.SERIES_NUMBER, "7")
                    .sequence(
                            0x00081032,
                            List.of(Attributes.builder().put(0x00080100, "C").build()))
                    .build());
            assertThat(answers).extracting(Workstation.Answer::status).containsExactly(0xFF01, 0);
            var found = answers.get(0).attributes();
            assertThat(found.tags()).contains(0x00104000, Keys.SERIES_NUMBER, 0x00081032);
            assertThat(found.values(0x00104000)).isEmpty();
            assertThat(found.values(Keys.SERIES_NUMBER)).isEmpty();
            assertThat(found.items(0x00081032)).isEmpty();
        }
    }

    @Test
    void an_asker_that_uses_gb18030_asks_and_is_answered_in_it() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT)) {
            var identifier =
                    level("STUDY").put(Keys.PATIENT_NAME, "李*").build().encoded(Workstation.EXPLICIT, "GB18030");
            asker.request(Workstation.C_FIND, identifier, "");
            var answers = asker.answers();
            assertThat(answers).hasSize(2);
            assertThat(answers.get(0).attributes().text(Attributes.SPECIFIC_CHARACTER_SET))
                    .isEqualTo("GB18030");
            assertThat(new String(answers.get(0).dataSet(), Charset.forName("GB18030")))
                    .contains("Li^Na=李^娜");
        }
    }

    @Test
    void more_matches_than_the_limit_are_said_to_be_more() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT)) {
            var answers =
                    asker.find(level("STUDY").put(Keys.STUDY_INSTANCE_UID, "").build());
            assertThat(answers).extracting(Workstation.Answer::status).containsExactly(0xFF00, 0xFF00, 0xFF00, 0xA700);
            assertThat(answers.get(3).comment()).contains("More than 3 matches");
        }
    }

    @Test
    void a_query_that_was_cancelled_before_it_began_to_be_answered_ends_as_cancelled() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT)) {
            var ended = 0;
            for (var i = 0; i < 20; i++) {
                asker.request(Workstation.C_FIND, level("STUDY").build().encoded(Workstation.EXPLICIT, ""), "");
                asker.cancel();
                var answers = asker.answers();
                ended += answers.get(answers.size() - 1).status() == 0xFE00 ? 1 : 0;
            }
            assertThat(ended).isPositive();
        }
    }

    @Test
    void each_query_is_on_the_trail_with_its_keys() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT)) {
            asker.find(level("STUDY").put(Keys.PATIENT_NAME, "Trail^Of=踪^迹").build());
        }
        assertThat(archive.hub.trail().latest(0, 20))
                .filteredOn(line -> line.access().object().contains("踪^迹"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.access().action()).isEqualTo(AuditAction.QUERY);
                    assertThat(line.access().actor()).isEqualTo(Archive.COUNTYA);
                    assertThat(line.access().object()).isEqualTo("STUDY 00100010=Trail^Of=踪^迹");
                });
    }

    private static Workstation asker(String device, String model) throws IOException {
        return new Workstation(archive.port(), device, model, Workstation.EXPLICIT);
    }

    private static Attributes.Builder level(String level) {
        return Attributes.builder().put(0x00080052, level);
    }

    private static int key(String tag) {
        return Integer.parseInt(tag, 16);
    }

    /** The last numbers of their UIDs, newest first. */
    private static String studies(List<Attributes> found) {
        return found.stream()
                .map(one -> one.text(Keys.STUDY_INSTANCE_UID).substring(4))
                .collect(Collectors.joining(" "));
    }
}
