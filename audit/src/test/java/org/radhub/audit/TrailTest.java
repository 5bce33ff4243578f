package org.radhub.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TrailTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-03T12:00:00.123456789Z"), ZoneOffset.UTC);

    private DataSource database;
    private JdbcTemplate jdbc;
    private TrailBook trail;

    @BeforeEach
    void openTrail() {
        database = TestDatabase.fresh();
        jdbc = new JdbcTemplate(database);
        trail = process();
    }

    @Test
    void a_line_reads_as_it_was_recorded_and_the_chain_verifies() {
        var access = Access.to(AuditAction.STUDY_ACCESSED, "reader1", "COUNTYA", "1.2.3", "张伟 looked, \"quoted\" 𠮷");
        var entry = trail.record(access);
        trail.record(Access.refused(AuditAction.QUERY, "countyb", "COUNTYA", "", "not yours"));
        assertThat(entry.access()).isEqualTo(access);
        assertThat(entry.at()).isEqualTo(Instant.parse("2026-11-03T12:00:00.123456Z"));
        assertThat(trail.latest(0, 10)).extracting(AuditEntry::number).containsExactly(2L, 1L);
        assertThat(trail.latest(1, 10)).containsExactly(entry);
        assertThat(trail.latest(0, 1).get(0).previousHash()).isEqualTo(entry.hash());
        assertThat(trail.about("1.2.3", 10)).containsExactly(entry);
        assertThat(trail.about("", 10)).isEmpty();
        assertThat(trail.firstBroken()).isEmpty();
    }

    @Test
    void what_comes_from_outside_is_cut_and_cannot_forge_a_line() {
        trail.record(Access.to(
                AuditAction.QUERY,
                "A".repeat(5000),
                "S\nITE",
                "\u0000\u0007\u2028x\ud800",
                "\u202eevil\u0085" + "𠮷".repeat(2000)));
        var kept = trail.latest(0, 1).get(0).access();
        assertThat(kept.actor()).hasSize(128);
        assertThat(kept.site()).isEqualTo("S ITE");
        assertThat(kept.object()).isEqualTo("   x?");
        assertThat(kept.detail()).startsWith(" evil 𠮷");
        assertThat(kept.detail().codePoints().count()).isEqualTo(1000);
        assertThat(trail.firstBroken()).isEmpty();
    }

    @Test
    void a_line_stays_although_the_transaction_around_it_is_rolled_back() {
        new TransactionTemplate(new DataSourceTransactionManager(database)).executeWithoutResult(status -> {
            trail.record(line(1));
            status.setRollbackOnly();
        });
        assertThat(trail.latest(0, 10)).hasSize(1);
    }

    @Test
    void a_line_that_was_begun_is_written_although_nobody_waits_for_it() throws Exception {
        trail.begin(line(1));
        trail.dismissScribe();
        assertThat(trail.latest(0, 10)).hasSize(1);
    }

    @Test
    void a_line_that_was_begun_is_committed_when_the_wait_for_it_ends() throws Exception {
        trail.dismissScribe();
        var begun = trail.begin(line(1));
        assertThat(trail.latest(0, 10)).isEmpty();
        var entry = begun.await();
        assertThat(trail.latest(0, 10)).containsExactly(entry);
        assertThat(begun.await()).isEqualTo(entry);
    }

    @Test
    void many_threads_of_two_processes_append_one_chain_without_gaps() throws Exception {
        var processes = List.of(trail, process());
        var threads = Executors.newFixedThreadPool(8);
        try {
            var tasks = IntStream.range(0, 8)
                    .<Callable<List<Long>>>mapToObj(thread -> () -> IntStream.range(0, 50)
                            .mapToObj(i -> processes
                                    .get(thread % 2)
                                    .begin(line(thread * 1000 + i))
                                    .await()
                                    .number())
                            .toList())
                    .toList();
            var numbers = new ArrayList<Long>();
            for (var done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isSorted();
                numbers.addAll(done.get());
            }
            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 400).boxed().toList());
        } finally {
            threads.shutdownNow();
        }
        assertThat(trail.firstBroken()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit.entry set detail = 'nothing happened' where number = 2",
                "delete from audit.entry where number = 2",
                "truncate audit.entry",
                "update audit.head set number = 1",
                "delete from audit.head",
                "truncate audit.head"
            })
    void the_database_refuses_to_change_the_trail(String change) {
        recordThree();
        assertThatThrownBy(() -> jdbc.execute(change))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("append-only");
        assertThat(trail.latest(0, 10)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit.entry set detail = 'nothing happened' where number = 2",
                "update audit.entry set at = at + interval '1 microsecond' where number = 2",
                "update audit.entry set success = not success where number = 2",
                "update audit.entry set actor = actor || left(detail, 1), detail = substr(detail, 2) where number = 2",
                "update audit.entry set previous_hash = hash where number = 2",
                "delete from audit.entry where number = 2",
                "delete from audit.entry where number >= 2"
            })
    void a_change_made_behind_the_triggers_is_found_where_it_was_made(String change) {
        recordThree();
        behindTheTriggers(change);
        assertThat(trail.firstBroken()).contains(2L);
    }

    @Test
    void a_tail_that_was_cut_off_is_found_although_the_rest_fits() {
        recordThree();
        behindTheTriggers("delete from audit.entry where number = 3");
        assertThat(trail.firstBroken()).contains(3L);
    }

    @Test
    void a_line_written_past_the_end_of_the_chain_is_found() {
        recordThree();
        behindTheTriggers(
                "insert into audit.entry select 4, at, actor, action, success, site, object, detail, hash, hash"
                        + " from audit.entry where number = 3");
        assertThat(trail.firstBroken()).contains(4L);
    }

    @Test
    void when_a_line_cannot_be_kept_the_caller_is_told() {
        jdbc.execute("alter table audit.entry rename to elsewhere");
        assertThatThrownBy(() -> trail.record(line(1))).isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> trail.begin(line(1)).await()).isInstanceOf(DataAccessException.class);
        jdbc.execute("alter table audit.elsewhere rename to entry");
        assertThat(trail.record(line(2)).number()).isEqualTo(1);
    }

    private TrailBook process() {
        return new TrailBook(new Chain(JdbcClient.create(database)), CLOCK, new DataSourceTransactionManager(database));
    }

    private void recordThree() {
        IntStream.rangeClosed(1, 3).forEach(i -> trail.record(line(i)));
    }

    private static Access line(int number) {
        return Access.to(AuditAction.QUERY, "reader1", "COUNTYA", "", "line " + number);
    }

    private void behindTheTriggers(String change) {
        jdbc.execute("set session_replication_role = replica; " + change + "; set session_replication_role = origin");
    }
}
