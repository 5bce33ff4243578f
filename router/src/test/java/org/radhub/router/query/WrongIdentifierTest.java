package org.radhub.router.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.router.testing.Archive;
import org.radhub.router.testing.Workstation;
import org.radhub.storage.Attributes;

/** Identifiers that are wrong, by mistake or on purpose. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WrongIdentifierTest {
    private static final String STUDY_ROOT = "1.2.840.10008.5.1.4.1.2.2.1";
    private static final String PATIENT_ROOT = "1.2.840.10008.5.1.4.1.2.1.1";
    private static final String PATIENT_STUDY_ONLY = "1.2.840.10008.5.1.4.1.2.3.1";

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

    @Test
    void an_identifier_that_does_not_fit_its_model_is_refused_with_a_comment() throws IOException {
        try (var study = asker(Archive.COUNTYA, STUDY_ROOT);
                var patient = asker(Archive.COUNTYA, PATIENT_ROOT);
                var only = asker(Archive.COUNTYA, PATIENT_STUDY_ONLY)) {
            refused(study, Attributes.builder().put(Keys.PATIENT_NAME, "Z*"), 0xA900, "Level (0008,0052) is missing");
            refused(study, level("SLICE"), 0xA900, "none of the four");
            refused(study, level("PATIENT"), 0xA900, "no PATIENT level");
            refused(study, level("SERIES"), 0xA900, "(0020,000D) needs a single value");
            refused(study, level("SERIES").put(Keys.STUDY_INSTANCE_UID, "*"), 0xA900, "single value");
            refused(study, level("SERIES").put(Keys.STUDY_INSTANCE_UID, List.of("1.2.1", "1.2.2")), 0xA900, "single");
            refused(study, level("IMAGE").put(Keys.STUDY_INSTANCE_UID, "1.2.1"), 0xA900, "(0020,000E)");
            refused(study, level("STUDY").put(Keys.STUDY_INSTANCE_UID, "1.2.*"), 0xA900, "not a UID");
            refused(study, level("STUDY").put(Keys.STUDY_INSTANCE_UID, "' or 1=1"), 0xA900, "not a UID");
            refused(patient, level("STUDY"), 0xA900, "(0010,0020) needs a single value");
            refused(only, level("SERIES").put(Keys.PATIENT_ID, "P1"), 0xA900, "no SERIES level");
            refused(study, level("STUDY").put(Keys.STUDY_DATE, "yesterday"), 0xC000, "(0008,0020) is no date");
            refused(study, level("STUDY").put(Keys.STUDY_TIME, "-"), 0xC000, "(0008,0030) is no time");
            refused(study, level("STUDY").put(Keys.PATIENT_NAME, "*a".repeat(3000)), 0xC000, "too long");
            refused(
                    study,
                    level("STUDY").put(new Attributes.Attribute(Keys.PATIENT_ID, "US", List.of("7"), List.of())),
                    0xA900,
                    "cannot have VR US");
            refused(study, level("STUDY").sequence(Keys.PATIENT_NAME, List.of()), 0xA900, "cannot have VR SQ");
            assertThat(study.matches(
                            level("STUDY").put(Keys.STUDY_INSTANCE_UID, "1.2.1").build()))
                    .hasSize(1);
        }
    }

    @Test
    void hostile_identifiers_are_refused_and_the_next_query_is_answered() throws IOException {
        try (var asker = asker(Archive.COUNTYA, STUDY_ROOT)) {
            var huge = new byte[3 << 20];
            assertThat(raw(asker, huge).status()).isEqualTo(0xC000);
            var nested = new ByteArrayOutputStream();
            for (var i = 0; i < 10_000; i++) {
                nested.writeBytes(new byte[] {8, 0, 0x32, 0x10, 'S', 'Q', 0, 0, -1, -1, -1, -1});
                nested.writeBytes(new byte[] {-2, -1, 0, (byte) 0xE0, -1, -1, -1, -1});
            }
            assertThat(raw(asker, nested.toByteArray()).comment()).contains("nested");
            assertThat(raw(asker, new byte[] {8, 0, 0x52, 0, 'C', 'S', 100, 0, 'S'})
                            .status())
                    .isEqualTo(0xC000);
            assertThat(raw(asker, new byte[] {0x10, 0, 0x10, 0, 'U', 'T', 0, 0, -2, -1, -1, -1, 'S'})
                            .status())
                    .isEqualTo(0xC000);
            assertThat(raw(asker, "nonsense from end to end".getBytes(StandardCharsets.US_ASCII))
                            .status())
                    .isIn(0xC000, 0xA900);
            var flood = level("STUDY")
                    .put(Keys.PATIENT_NAME, "*a?".repeat(333))
                    .put(Keys.STUDY_DESCRIPTION, "*".repeat(900) + "b")
                    .put(Keys.PATIENT_ID, "%_*".repeat(300))
                    .build();
            assertThat(asker.matches(flood)).isEmpty();
            assertThat(asker.matches(level("SERIES")
                            .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                            .put(Keys.SERIES_DESCRIPTION, "*e".repeat(400))
                            .build()))
                    .isEmpty();
            assertThat(asker.matches(
                            level("STUDY").put(Keys.STUDY_INSTANCE_UID, "1.2.1").build()))
                    .hasSize(1);
        }
    }

    private static void refused(Workstation asker, Attributes.Builder identifier, int status, String comment)
            throws IOException {
        var answers = asker.find(identifier.build());
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.comment()).contains(comment);
        });
    }

    private static Workstation.Answer raw(Workstation asker, byte[] identifier) throws IOException {
        asker.request(Workstation.C_FIND, identifier, "");
        return asker.next();
    }

    private static Workstation asker(String device, String model) throws IOException {
        return new Workstation(archive.port(), device, model, Workstation.EXPLICIT);
    }

    private static Attributes.Builder level(String level) {
        return Attributes.builder().put(0x00080052, level);
    }
}
