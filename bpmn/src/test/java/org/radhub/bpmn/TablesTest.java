package org.radhub.bpmn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.operaton.bpm.engine.ProcessEngine;

class TablesTest {
    private static ProcessEngine engine;

    @BeforeAll
    static void start() {
        engine = Engine.with(Map.of());
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({
        "STAT, CT, CHEST, COUNTY, 50, STAT, 30",
        "STAT, DX, HAND, TOWNSHIP, 0, STAT, 30",
        "URGENT, DX, HAND, COUNTY, 50, URGENT, 120",
        "ROUTINE, CT, HEAD, COUNTY, 50, ROUTINE, 1440",
    })
    void the_requested_priority_wins_over_everything_else(
            String requested, String modality, String anatomy, String site, int age, String priority, int minutes) {
        assertPriority(requested, modality, anatomy, site, age, priority, minutes);
    }

    @ParameterizedTest
    @CsvSource({
        "CT, HEAD ROUTINE, COUNTY, 50, URGENT, 120",
        "CT, 头颅平扫, COUNTY, -1, URGENT, 120",
        "CT, CT CORONARY ANGIO, TERTIARY, 60, URGENT, 120",
        "MR, BRAIN, TOWNSHIP, 50, URGENT, 120",
        "MR, BRAIN, TERTIARY, 50, ROUTINE, 1440",
        "DX, CHEST, TOWNSHIP, 0, URGENT, 120",
        "DX, CHEST, TOWNSHIP, -1, ROUTINE, 1440",
        "CT, CHEST, COUNTY, 50, ROUTINE, 1440",
        "MG, '', COUNTY, 50, ROUTINE, 1440",
        "'', '', '', -1, ROUTINE, 1440",
    })
    void without_a_request_the_study_itself_decides_how_soon_it_is_read(
            String modality, String anatomy, String site, int age, String priority, int minutes) {
        assertPriority("", modality, anatomy, site, age, priority, minutes);
    }

    @ParameterizedTest
    @CsvSource({
        "CT, HEAD, CT, 10",
        "CT, AORTA, CT, 20",
        "MR, KNEE, MR, 15",
        "CR, CHEST, DX, 3",
        "DX, CHEST, DX, 3",
        "DR, CHEST, DX, 3",
        "RG, CHEST, DX, 3",
        "RF, ESOPHAGUS, DX, 3",
        "DX, BREAST, MG, 6",
        "MG, '', MG, 6",
        "US, ABDOMEN, US, 8",
        "PT, WHOLEBODY, NM, 20",
        "NM, THYROID, NM, 20",
        "XA, '', GENERAL, 10",
        "'', '', GENERAL, 10",
    })
    void every_modality_asks_for_the_credential_that_reads_it(
            String modality, String anatomy, String skill, int minutes) {
        var result = engine.getDecisionService()
                .evaluateDecisionTableByKey("skill", Map.of("modality", modality, "anatomy", anatomy))
                .getSingleResult();

        assertThat(result.<String>getEntry("skill")).isEqualTo(skill);
        assertThat(result.<Integer>getEntry("readMinutes")).isEqualTo(minutes);
    }

    @Test
    void a_text_made_to_look_like_an_expression_is_only_a_text() {
        assertPriority("", "CT", "\" or true or contains(?, \"HEAD", "COUNTY", 50, "URGENT", 120);
        assertPriority("", "CT", "${steps} \" or true or \"", "COUNTY", 50, "ROUTINE", 1440);
    }

    private static void assertPriority(
            String requested, String modality, String anatomy, String site, int age, String priority, int minutes) {
        var result = engine.getDecisionService()
                .evaluateDecisionTableByKey(
                        "priority",
                        Map.of(
                                "requestedPriority", requested,
                                "modality", modality,
                                "anatomy", anatomy,
                                "siteKind", site,
                                "patientAge", age))
                .getSingleResult();

        assertThat(result.<String>getEntry("priority")).isEqualTo(priority);
        assertThat(result.<Integer>getEntry("minutesToDeadline")).isEqualTo(minutes);
    }
}
