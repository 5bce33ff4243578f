package org.radhub.storage.study;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radhub.registry.Scope;
import org.radhub.registry.StudyKey;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.Study;
import org.radhub.storage.StudyQuery;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.StorageUnderTest;

class StudySearchTest {
    @TempDir
    static Path home;

    private static StorageUnderTest storage;

    @BeforeAll
    static void sendStudies() throws Exception {
        storage = new StorageUnderTest(home, TestDatabase.fresh())
                .with("radhub.storage.quiet", "1h")
                .start();
        send("COUNTYA", "1", "Zhang^Wei=张^伟", "A-100", "ACC100", "20260101", "CT");
        send("COUNTYA", "2", "Zhang^Wei^Li=张^伟力", "A_100", "ACC%", "20260102", "MR");
        send("COUNTYA", "3", "Müller^Jürgen", "A\\100", "acc100", "20260103", "CT");
        send("COUNTYB", "4", "Li^Na=李^娜", "A-100", "ACC100", "20260104", "DX");
        send("COUNTYC", "5", "ZHANG^Min=张^敏", "B*1", "ACC?", "20260105", "US");
        eventually(() -> {
            assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero();
            assertThat(storage.studies().search(StudyQuery.latest(10), Scope.EVERYTHING))
                    .hasSize(5);
        });
    }

    @AfterAll
    static void stop() {
        storage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "Zhang*, 5 2 1",
        "zhang*, 5 2 1",
        "ZHANG^WEI, 1",
        "Zhang^Wei=张^伟, 1",
        "张*, 5 2 1",
        "张^伟, 1",
        "张^伟?, 2",
        "*李*, 4",
        "müller*, 3",
        "MÜLLER^JÜRGEN, 3",
        "*^wei*, 2 1",
        "zhang, ''",
        "*, 5 4 3 2 1",
        "%, ''",
        "_hang*, ''"
    })
    void names_match_in_either_script_with_wild_cards_and_nothing_else_is_one(String name, String found) {
        assertThat(uids(new Keys().name(name).query(), Scope.EVERYTHING)).isEqualTo(found);
    }

    @Test
    void what_begins_with_the_same_is_found_in_the_index_by_a_plan_for_any_pattern_too() throws Exception {
        for (var query : List.of(
                new Keys().name("zhang*wei*").query(),
                new Keys().patientId("A*").query(),
                new Keys().accession("ACC?").query())) {
            var plan = planForAny(StudySearch.of(query, Scope.EVERYTHING));

            assertThat(plan).containsPattern("Index Cond: \\(\\(\\w+ ~>=~ \\$\\d\\) AND \\(\\w+ ~<=~ \\$\\d\\)\\)");
        }
    }

    /** As PostgreSQL makes it for a prepared statement whose values it does not look at. */
    private static String planForAny(StudySearch search) throws SQLException {
        var names = new ArrayList<String>();
        var condition = Pattern.compile(":([a-z_]+(First|Last)?)\\b")
                .matcher(search.condition())
                .replaceAll(name -> {
                    names.add(name.group(1));
                    return "\\$" + names.size();
                });
        var values = names.stream()
                .map(name -> "'" + search.parameters().get(name) + "'")
                .collect(joining(", "));
        try (var connection = storage.get(DataSource.class).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = force_generic_plan; set enable_seqscan = off");
            statement.execute("prepare by_any as select s.* from storage.study s where " + condition);
            var plan = new StringBuilder();
            try (var lines = statement.executeQuery("explain execute by_any(" + values + ")")) {
                while (lines.next()) {
                    plan.append(lines.getString(1)).append('\n');
                }
            }
            statement.execute("deallocate by_any; reset plan_cache_mode; reset enable_seqscan");
            return plan.toString();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "A-100, 4 1",
        "a-100, ''",
        "A_100, 2",
        "A?100, 4 3 2 1",
        "A*, 4 3 2 1",
        "A\\*, 3",
        "B*1, 5",
        "*, 5 4 3 2 1",
        "'', 5 4 3 2 1"
    })
    void patient_ids_match_as_a_whole_and_exactly(String id, String found) {
        assertThat(uids(new Keys().patientId(id).query(), Scope.EVERYTHING)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"ACC100, 4 1", "acc100, 3", "ACC%, 2", "ACC*, 5 4 2 1", "ACC?, 5 2", "x' or '1'='1, ''"})
    void accession_numbers_match_as_a_whole_and_exactly(String number, String found) {
        assertThat(uids(new Keys().accession(number).query(), Scope.EVERYTHING)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"20260102, 20260103, 3 2", "20260104, '', 5 4", "'', 20260101, 1", "20270101, '', ''"})
    void dates_match_inclusively(String from, String to, String found) {
        assertThat(uids(new Keys().dates(from, to).query(), Scope.EVERYTHING)).isEqualTo(found);
    }

    @Test
    void keys_are_taken_together() {
        assertThat(uids(new Keys().name("Zhang*").modality("CT").query(), Scope.EVERYTHING))
                .isEqualTo("1");
        assertThat(uids(new Keys().modality("CT").query(), Scope.EVERYTHING)).isEqualTo("3 1");
        assertThat(uids(new Keys().uid("4.1").query(), Scope.EVERYTHING)).isEqualTo("4");
    }

    @Test
    void nothing_outside_the_scope_is_ever_found() {
        var all = StudyQuery.latest(100);
        assertThat(uids(all, Scope.NOTHING)).isEmpty();
        assertThat(uids(all, Scope.ofSite("COUNTYA"))).isEqualTo("3 2 1");
        assertThat(uids(all, Scope.ofStudy(new StudyKey("COUNTYC", "5.1")))).isEqualTo("5");
        assertThat(uids(all, Scope.ofStudy(new StudyKey("COUNTYA", "5.1")))).isEmpty();
        assertThat(uids(all, new Scope(false, Set.of("COUNTYB"), Set.of(new StudyKey("COUNTYA", "2.1")))))
                .isEqualTo("4 2");
        assertThat(uids(new Keys().uid("4.1").query(), Scope.ofSite("COUNTYA"))).isEmpty();
        assertThat(storage.studies().withUid("4.1", Scope.ofSite("COUNTYA"))).isEmpty();
        assertThat(storage.studies().withUid("4.1", Scope.ofSite("COUNTYB"))).hasSize(1);
    }

    @Test
    void pages_follow_each_other_without_gap_or_overlap() {
        assertThat(uids(new Keys().page(0, 2), Scope.EVERYTHING)).isEqualTo("5 4");
        assertThat(uids(new Keys().page(2, 2), Scope.EVERYTHING)).isEqualTo("3 2");
        assertThat(uids(new Keys().page(4, 2), Scope.EVERYTHING)).isEqualTo("1");
    }

    private static void send(
            String site, String uid, String name, String patientId, String accession, String date, String modality)
            throws Exception {
        var instance = uid + ".3";
        storage.keep(
                site,
                "1",
                instance,
                new DataSetBytes()
                        .text(0x00080005, "CS", "ISO_IR 192")
                        .text(0x00080016, "UI", DataSetBytes.SECONDARY_CAPTURE)
                        .text(0x00080018, "UI", instance)
                        .text(0x00080020, "DA", date)
                        .text(0x00080050, "SH", accession)
                        .text(0x00080060, "CS", modality)
                        .text(0x00100010, "PN", name)
                        .text(0x00100020, "LO", patientId)
                        .text(0x0020000d, "UI", uid + ".1")
                        .text(0x0020000e, "UI", uid + ".2")
                        .bytes());
    }

    /** First components of what is found, in order. */
    private static String uids(StudyQuery query, Scope scope) {
        List<Study> found = storage.studies().search(query, scope);
        return String.join(
                " ",
                found.stream()
                        .map(study -> study.studyInstanceUid().split("\\.")[0])
                        .toList());
    }

    private static final class Keys {
        private Optional<String> uid = Optional.empty();
        private Optional<String> patientId = Optional.empty();
        private Optional<String> name = Optional.empty();
        private Optional<String> accession = Optional.empty();
        private Optional<String> from = Optional.empty();
        private Optional<String> to = Optional.empty();
        private Optional<String> modality = Optional.empty();

        Keys uid(String value) {
            uid = Optional.of(value);
            return this;
        }

        Keys patientId(String value) {
            patientId = Optional.of(value);
            return this;
        }

        Keys name(String value) {
            name = Optional.of(value);
            return this;
        }

        Keys accession(String value) {
            accession = Optional.of(value);
            return this;
        }

        Keys dates(String first, String last) {
            from = Optional.of(first);
            to = Optional.of(last);
            return this;
        }

        Keys modality(String value) {
            modality = Optional.of(value);
            return this;
        }

        StudyQuery query() {
            return page(0, 100);
        }

        StudyQuery page(int offset, int limit) {
            return new StudyQuery(uid, patientId, name, accession, from, to, modality, offset, limit);
        }
    }
}
