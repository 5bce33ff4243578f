package org.radhub.router.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.router.association.Hub;
import org.radhub.router.testing.Workstation;
import org.radhub.storage.Attributes;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;

/** Queries at PATIENT level of a hub with several thousand studies, of hospitals that use the same patient IDs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PatientLevelTest {
    private static final String PATIENT_ROOT = "1.2.840.10008.5.1.4.1.2.1.1";
    private static final int STUDIES = 12_000;

    /** Each of two studies, and each with the ID of patients of the other hospitals. */
    private static final int PATIENTS_AT_COUNTYA = 2_000;

    @TempDir
    static Path home;

    private static Hub hub;

    @BeforeAll
    static void open() {
        hub = Hub.storing(home);
        hub.jdbc().sql("""
                insert into storage.study (id, site, study_uid, patient_id, issuer, patient_name, birth_date, sex,
                    accession_number, study_date, study_time, study_id, description, referring_physician, body_part,
                    series_count, instance_count, calling_ae, first_received_at, last_received_at, active_at, state,
                    completed_at, arrival_told, stored_told)
                select gen_random_uuid(), (array['COUNTYA', 'COUNTYB', 'CITY1'])[1 + n % 3], '1.2.' || n,
                    case when n % 2000 >= 1990 then '' else 'P' || (n % 2000) end,
                    case when n % 2000 % 7 = 0 then 'ISSUER' || n % 2 else '' end,
                    'Zhang^' || (n % 2000) || '=张^' || (n % 2000), '19700' || (100 + n % 20),
                    (array['M', 'F', 'O'])[1 + n % 2], 'A' || n,
                    case when n % 11 = 0 then '' else '2026' || (1001 + n % 28) end, '10' || (1000 + n % 50), '', '',
                    '', '', 1 + n % 3, 2 + n % 5, 'X', now(), now(), now(), 'TOLD', now(), true, true
                from generate_series(1, :studies) n""").param("studies", STUDIES).update();
        hub.jdbc().sql("""
                insert into storage.study_name (study_id, key)
                select id, lower(patient_name) from storage.study
                union select s.id, lower(g) from storage.study s, unnest(string_to_array(s.patient_name, '=')) g""").update();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    /** @param studies how many of the patient match */
    private record Line(String id, String issuer, String name, String studies, String series, String instances) {
        static Line of(Values found) {
            return new Line(
                    text(found, Keys.PATIENT_ID),
                    text(found, Keys.ISSUER_OF_PATIENT_ID),
                    text(found, Keys.PATIENT_NAME),
                    text(found, Keys.PATIENT_STUDIES),
                    text(found, Keys.PATIENT_SERIES),
                    text(found, Keys.PATIENT_INSTANCES));
        }

        private static String text(Values found, int tag) {
            return String.join("", found.find(tag).orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00100020, ''",
        "00100020, P1*",
        "00100020, P17",
        "00100020, Q*",
        "00100010, zhang^1*",
        "00100010, 张^2?",
        "00100010, *=*7",
        "00100021, ISSUER*",
        "00100021, ISSUER1",
        "00100030, 19700105-19700110",
        "00100040, F"
    })
    void the_patients_of_a_query_are_those_of_all_the_studies_that_match(String tag, String value) throws Exception {
        var identifier = identifier(Attributes.builder().put(Integer.parseInt(tag, 16), value));
        for (var scope : List.of(
                Scope.EVERYTHING,
                Scope.ofSite("COUNTYA"),
                new Scope(
                        false,
                        Set.of("COUNTYB"),
                        Set.of(new StudyKey("COUNTYA", "1.2.3"), new StudyKey("COUNTYA", "1.2.6003"))),
                Scope.NOTHING)) {
            assertThat(lines(new Searches(hub.studies()).find(identifier, scope)))
                    .containsExactlyInAnyOrderElementsOf(byStudies(identifier, scope));
        }
    }

    @Test
    void patients_are_looked_for_only_as_far_as_they_are_asked_for() throws Exception {
        var asked = new ArrayList<String>();
        var counting = (Studies) Proxy.newProxyInstance(
                Studies.class.getClassLoader(), new Class<?>[] {Studies.class}, (proxy, method, args) -> {
                    asked.add(method.getName());
                    try {
                        return method.invoke(hub.studies(), args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });

        var found = new Searches(counting).find(identifier(Attributes.builder()), Scope.EVERYTHING);

        assertThat(found.hasNext()).isTrue();
        found.next();
        assertThat(asked).containsExactly("patients");
    }

    @Test
    void a_query_for_patients_ends_when_it_is_cancelled() throws IOException {
        try (var asker = new Workstation(hub.port(), Hub.CT, PATIENT_ROOT, Workstation.EXPLICIT)) {
            var ended = Stream.generate(() -> cancelled(asker))
                    .limit(20)
                    .filter(early -> early)
                    .findFirst();
            assertThat(ended).isPresent();
        }
    }

    private static boolean cancelled(Workstation asker) {
        try {
            var query = Attributes.builder()
                    .put(0x00080052, "PATIENT")
                    .put(Keys.PATIENT_ID, "")
                    .build();
            asker.request(Workstation.C_FIND, query.encoded(Workstation.EXPLICIT, ""), "");
            asker.next();
            asker.cancel();
            var answers = asker.answers();
            return answers.get(answers.size() - 1).status() == 0xFE00 && answers.size() < PATIENTS_AT_COUNTYA;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Identifier identifier(Attributes.Builder keys) {
        return new Identifier(
                InformationModel.of(PATIENT_ROOT),
                Level.PATIENT,
                keys.put(0x00080052, "PATIENT").build());
    }

    private static List<Line> lines(Iterator<Values> found) {
        var all = new ArrayList<Line>();
        found.forEachRemaining(one -> all.add(Line.of(one)));
        return all;
    }

    /** One by one: the newest study says who the patient is. */
    private static List<Line> byStudies(Identifier identifier, Scope scope) throws Rejected {
        var patients = new LinkedHashMap<List<String>, List<Study>>();
        new StudyPages(hub.studies(), StudyKeys.of(identifier), scope).forEachRemaining(study -> {
            var issuer = study.patient().issuer();
            var key = List.of(
                    issuer.isEmpty() ? study.site() : "",
                    issuer,
                    study.patient().id());
            patients.computeIfAbsent(key, first -> new ArrayList<>()).add(study);
        });
        return patients.values().stream()
                .map(studies -> Line.of(Values.of(
                        studies.get(0),
                        studies.size(),
                        studies.stream().mapToInt(study -> study.seriesCount()).sum(),
                        studies.stream()
                                .mapToInt(study -> study.instanceCount())
                                .sum())))
                .toList();
    }
}
