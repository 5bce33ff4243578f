package org.radhub.storage.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Processes;
import org.radhub.storage.Processes.Standing;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.WrongSetting;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.testing.Interposed;
import org.radhub.storage.testing.StorageUnderTest;

/** Two processes on one database. */
class ProcessesTest {
    private static final String SITE = "COUNTYA";

    @TempDir
    Path home;

    @TempDir
    Path otherHome;

    private DataSource database;
    private Interposed road;
    private StorageUnderTest one;
    private StorageUnderTest other;

    @BeforeEach
    void prepare() {
        database = TestDatabase.fresh();
        road = new Interposed(database, "nothing");
        one = quick(new StorageUnderTest(home, database));
        other = quick(new StorageUnderTest(otherHome, road.database()));
    }

    private static StorageUnderTest quick(StorageUnderTest storage) {
        return storage.with("radhub.storage.quiet", "1h").with("radhub.storage.pulse", "100ms");
    }

    @AfterEach
    void stop() {
        road.setAway(false);
        other.close();
        one.close();
    }

    @Test
    void a_study_is_not_whole_while_another_process_holds_some_of_it_that_the_index_does_not_know() throws Exception {
        one.with("radhub.storage.absence-limit", "1h").start();
        other.start();
        awaitBoth();
        road.setAway(true);
        other.keep(SITE, "1", "1.1", "1.2", "1.4", new byte[2]);
        other.intake().associationClosed("1");
        eventually(() -> assertThat(mayLack()).isTrue());
        one.keep(SITE, "1", "1.1", "1.2", "1.3", new byte[2]);
        one.intake().associationClosed("1");
        eventually(() -> assertThat(judgedAfter("1.1")).isGreaterThan(1));
        assertThat(one.study(SITE, "1.1").complete()).isFalse();

        road.setAway(false);

        eventually(() -> assertThat(one.told(StudyArrived.class).size()
                        + other.told(StudyArrived.class).size())
                .isEqualTo(1));
        assertThat(one.instances(one.study(SITE, "1.1"))).hasSize(2);
        eventually(() -> assertThat(mayLack()).isFalse());
    }

    /** How many seconds after something of it came the study was judged, and found wanting. */
    private long judgedAfter(String study) {
        return one.jdbc().sql("""
                        select coalesce(extract(epoch from j.judged_at - s.active_at), 0) from storage.judgement j
                        join storage.study s on s.id = j.study_id where s.study_uid = ?""").param(study).query(Double.class).single().longValue();
    }

    @Test
    void where_the_database_was_away_for_both_each_waits_for_what_the_other_has_to_say() throws Exception {
        var roadOfOne = new Interposed(database, "nothing");
        one = quick(new StorageUnderTest(home, roadOfOne.database()))
                .with("radhub.storage.absence-limit", "8s")
                .start();
        other.start();
        awaitBoth();
        one.keep(SITE, "1", "1.1", "1.2", "1.3", new byte[2]);
        eventually(() -> assertThat(one.instances(one.study(SITE, "1.1"))).hasSize(1));
        var lastHeard = otherOne().heardAt();

        roadOfOne.setAway(true);
        road.setAway(true);
        other.keep(SITE, "2", "1.1", "1.2", "1.4", new byte[2]);
        eventually(() -> assertThat(Instant.now()).isAfter(lastHeard.plusSeconds(9)));
        roadOfOne.setAway(false);
        assertThat(mayLack()).isTrue();
        one.intake().associationClosed("1");
        awaitHeardWithin("1 second");
        assertThat(mayLack()).isTrue();

        // Away once more, before the other could be heard.
        roadOfOne.setAway(true);
        TimeUnit.MILLISECONDS.sleep(500);
        roadOfOne.setAway(false);
        awaitHeardWithin("200 milliseconds");
        assertThat(mayLack()).isTrue();
        road.setAway(false);
        other.intake().associationClosed("2");

        eventually(() -> assertThat(one.told(StudyArrived.class).size()
                        + other.told(StudyArrived.class).size())
                .isEqualTo(1));
        assertThat(one.instances(one.study(SITE, "1.1"))).hasSize(2);
    }

    @Test
    void a_process_that_does_not_come_back_is_waited_for_for_a_while() throws Exception {
        one.with("radhub.storage.absence-limit", "3s").start();
        other.start();
        awaitBoth();
        road.setAway(true);
        eventually(() -> assertThat(mayLack()).isTrue());
        one.keep(SITE, "1", "1.1", "1.2", "1.3", new byte[2]);
        one.intake().associationClosed("1");

        eventually(() -> assertThat(one.told(StudyArrived.class)).hasSize(1));
        var standing = otherOne();
        assertThat(standing.gone()).isTrue();
        assertThat(one.told(StudyArrived.class).get(0).evidence()).isNotNull();
        assertThat(one.jdbc()
                        .sql("select completed_at from storage.study")
                        .query(OffsetDateTime.class)
                        .single()
                        .toInstant())
                .isAfterOrEqualTo(standing.heardAt().plusMillis(2900));
    }

    @Test
    void a_process_that_says_for_too_long_that_it_is_behind_holds_up_nobody() throws Exception {
        one.with("radhub.storage.behind-limit", "1s").start();
        var book = one.get(ProcessBook.class);
        hear(UUID.randomUUID(), "behind_since", "clock_timestamp()");
        assertThat(book.others().mayLack()).isTrue();

        eventually(() -> assertThat(book.others().mayLack()).isFalse());
        one.keep(SITE, "1", "1.1", "1.2", "1.3", new byte[2]);
        one.intake().associationClosed("1");
        eventually(() -> assertThat(one.told(StudyArrived.class)).hasSize(1));
    }

    @Test
    void a_study_is_judged_by_the_clock_that_is_the_furthest_behind() throws Exception {
        one.with("radhub.storage.settle", "1s").start();
        other.with("radhub.storage.settle", "1s")
                .with(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-5)))
                .start();
        awaitBoth();
        eventually(() -> assertThat(one.get(ProcessBook.class).others().clockBehind())
                .isBetween(Duration.ofMillis(4500), Duration.ofMillis(5500)));
        assertThat(other.get(ProcessBook.class).others().clockBehind()).isZero();

        var sent = System.nanoTime();
        other.keep(SITE, "1", "1.1", "1.2", "1.3", new byte[2]);
        other.intake().associationClosed("1");

        eventually(() -> assertThat(one.study(SITE, "1.1").complete()).isTrue());
        // A device of which nothing is known is given three times the time to settle.
        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThan(Duration.ofMillis(2500));
    }

    @Test
    void who_stops_in_good_order_is_not_missed_and_who_leaves_packs_is_remembered() throws Exception {
        one.with("radhub.storage.pulse", "1s").start();
        other.start();
        awaitBoth();
        assertThat(one.get(Processes.class).all())
                .filteredOn(Standing::here)
                .singleElement()
                .matches(here -> !here.gone() && !here.behind() && !here.unique());
        other.close();
        assertThat(one.get(Processes.class).all()).singleElement().matches(Standing::here);

        other = quick(new StorageUnderTest(otherHome, database)).start();
        other.keep(SITE, "2", "2.1", "2.2", "2.3", new byte[2]);
        eventually(() -> assertThat(other.get(IndexFeed.class).isBehind()).isFalse());
        other.close();
        assertThat(otherOne()).matches(left -> left.gone() && left.unique() && !left.behind());
        assertThat(mayLack()).isFalse();
        one.jdbc().sql("update storage.pack set state = 'DROPPED'").update();
        one.get(ProcessBook.class).forget();
        assertThat(one.get(Processes.class).all()).singleElement().matches(Standing::here);

        var longGone = UUID.randomUUID();
        var withPacks = UUID.randomUUID();
        hear(longGone, "heard_at", "clock_timestamp() - interval '2 days'");
        hear(withPacks, "heard_at", "clock_timestamp() - interval '2 days'");
        one.keep(SITE, "1", "1.1", "1.2", "1.3", new byte[2]);
        eventually(() -> assertThat(one.jdbc()
                        .sql("update storage.pack set node_id = ? where state = 'SPOOLED'")
                        .param(withPacks)
                        .update())
                .isEqualTo(1));
        one.get(ProcessBook.class).forget();

        assertThat(one.get(Processes.class).all())
                .filteredOn(standing -> !standing.here())
                .singleElement()
                .matches(standing -> standing.node().equals(withPacks) && standing.gone() && standing.unique());
        assertThat(mayLack()).isFalse();
    }

    @Test
    void a_copy_of_a_home_does_not_start_beside_it_and_one_that_was_killed_does_start_again() throws Exception {
        // With room for a beat that is late while the other begins.
        one.with("radhub.storage.pulse", "1s").start();
        other.with("radhub.storage.pulse", "1s");
        eventually(() -> assertThat(one.get(Processes.class).all()).hasSize(1));
        Files.copy(home.resolve("node-id"), otherHome.resolve("node-id"));
        assertThatThrownBy(other::start)
                .rootCause()
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("node-id")
                .hasMessageContaining("start the copy with an empty RADHUB_HOME");

        one.close();
        // The database's clock was set back since.
        hear(nodeOf(home), "heard_at", "clock_timestamp() + interval '1 hour'");
        one = quick(new StorageUnderTest(home, database)).start();
        eventually(
                () -> assertThat(one.get(Processes.class).all()).singleElement().matches(Standing::here));
    }

    @Test
    void a_process_stops_when_another_one_says_that_it_is_there_by_its_name() throws Exception {
        one.start();
        eventually(() -> assertThat(one.get(Processes.class).all()).hasSize(1));
        var copy = UUID.randomUUID();
        one.jdbc()
                .sql("update storage.process set process_id = ?, heard_at = clock_timestamp() + interval '1 minute'")
                .param(copy)
                .update();

        eventually(() -> assertThatThrownBy(one::intake).isInstanceOf(IllegalStateException.class));
        assertThat(one.jdbc()
                        .sql("select process_id from storage.process where left_at is null")
                        .query(UUID.class)
                        .single())
                .isEqualTo(copy);
    }

    @Test
    void what_a_process_knew_to_be_missing_when_it_went_is_not_forgotten() throws Exception {
        one.with("radhub.storage.pulse", "1s").start();
        var behind = UUID.randomUUID();
        // In this order, as the process that has just started forgets by itself as well.
        hear(behind, "behind_since", "clock_timestamp() - interval '2 days'");
        one.jdbc()
                .sql("update storage.process set heard_at = behind_since where node_id = ?")
                .param(behind)
                .update();

        one.get(ProcessBook.class).forget();

        assertThat(otherOne()).matches(process -> process.gone() && process.behind());
        assertThat(mayLack()).isFalse();
    }

    private static UUID nodeOf(Path home) throws IOException {
        return UUID.fromString(Files.readString(home.resolve("node-id")).strip());
    }

    private void hear(UUID node, String column, String value) {
        one.jdbc()
                .sql(
                        "insert into storage.process values (?, gen_random_uuid(), clock_timestamp() + interval '1 hour', null, null, 0)")
                .param(node)
                .update();
        one.jdbc()
                .sql("update storage.process set " + column + " = " + value + " where node_id = ?")
                .param(node)
                .update();
    }

    private boolean mayLack() {
        return one.get(ProcessBook.class).others().mayLack();
    }

    private Standing otherOne() {
        return one.get(Processes.class).all().stream()
                .filter(standing -> !standing.here())
                .findFirst()
                .orElseThrow();
    }

    private void awaitHeardWithin(String time) {
        eventually(() -> assertThat(one.jdbc()
                        .sql(
                                "select heard_at > clock_timestamp() - cast(? as interval) from storage.process where node_id = ?")
                        .params(time, nodeOf(home))
                        .query(Boolean.class)
                        .single())
                .isTrue());
    }

    private void awaitBoth() {
        eventually(() -> assertThat(one.get(Processes.class).all())
                .hasSize(2)
                .noneMatch(Standing::behind)
                .noneMatch(Standing::gone));
    }
}
