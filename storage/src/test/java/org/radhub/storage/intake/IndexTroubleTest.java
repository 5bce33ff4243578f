package org.radhub.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.radhub.storage.testing.Eventually.eventually;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.SopReference;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.Interposed;
import org.radhub.storage.testing.StorageUnderTest;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class IndexTroubleTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(IndexFeed.class);

    @TempDir
    Path home;

    private final Heard heard = new Heard();

    @BeforeEach
    void listen() {
        heard.start();
        LOG.addAppender(heard);
    }

    @AfterEach
    void stop() {
        LOG.detachAppender(heard);
    }

    @Test
    void tables_that_take_nothing_are_one_line_in_the_log_and_not_one_for_each_instance() throws Exception {
        var database = TestDatabase.fresh();
        try (var storage = new StorageUnderTest(home, database)
                .with("radhub.storage.quiet", "1h")
                .start()) {
            storage.jdbc()
                    .sql("alter table storage.instance add constraint takes_nothing check (false) not valid")
                    .update();
            for (int i = 0; i < 30; i++) {
                storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3." + i, new byte[10]);
            }
            storage.intake().associationClosed("1");
            eventually(() ->
                    assertThat(storage.get(SpoolHealth.class).now().unindexed()).isEqualTo(30));
            eventually(() -> assertThat(heard.events).isNotEmpty());
        }
        assertThat(heard.events).hasSize(1);
        assertThat(heard.events.get(0).getFormattedMessage()).contains("cannot be indexed", "takes_nothing");
        assertThat(heard.events.get(0).getThrowableProxy()).isNull();
    }

    @Test
    void what_waits_behind_an_answer_that_does_not_come_is_known_to_be_missing() throws Exception {
        var database = new Interposed(TestDatabase.fresh(), "insert into storage.instance");
        var answered = new CountDownLatch(1);
        try (var storage = new StorageUnderTest(home, database.database())
                .with("radhub.storage.quiet", "1h")
                .start()) {
            var safekeeping = storage.get(Safekeeping.class);
            eventually(() -> assertThat(safekeeping.mayLack()).isFalse());
            database.next(() -> hold(answered));
            storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3", new byte[10]);
            eventually(() -> assertThat(safekeeping.mayLack()).isTrue());

            answered.countDown();
            eventually(() -> assertThat(safekeeping.mayLack()).isFalse());
            assertThat(safekeeping.of("COUNTYA", List.of(new SopReference(DataSetBytes.SECONDARY_CAPTURE, "1.3"))))
                    .containsOnly(Safekeeping.State.SAFE);
        } finally {
            answered.countDown();
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_gathers_while_the_database_is_away_is_known_to_be_missing_until_it_can_be_found() throws Exception {
        var database = new Connected(TestDatabase.fresh());
        try (var storage = new StorageUnderTest(home, database)
                .with("radhub.storage.quiet", "1h")
                .start()) {
            var safekeeping = storage.get(Safekeeping.class);
            eventually(() -> assertThat(safekeeping.mayLack()).isFalse());

            database.away = true;
            var sent = new ArrayList<SopReference>();
            for (int i = 0; i < 30; i++) {
                storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3." + i, new byte[10]);
                sent.add(new SopReference(DataSetBytes.SECONDARY_CAPTURE, "1.3." + i));
            }
            eventually(() -> assertThat(safekeeping.mayLack()).isTrue());

            database.away = false;
            eventually(() -> assertThat(safekeeping.mayLack()).isFalse());
            assertThat(safekeeping.of("COUNTYA", sent)).containsOnly(Safekeeping.State.SAFE);
        }
    }

    @Test
    void what_comes_while_the_database_can_only_be_read_is_indexed_when_it_can_be_written_again() throws Exception {
        var database = TestDatabase.fresh();
        var name = JdbcClient.create(database)
                .sql("select current_database()")
                .query(String.class)
                .single();
        isIndexedLater(
                database,
                "alter database " + name + " set default_transaction_read_only = on",
                "set default_transaction_read_only = off",
                "alter database " + name + " reset default_transaction_read_only");
    }

    @ParameterizedTest
    // The disk is full; no transaction numbers are left; the disk fails; a right was taken away.
    @ValueSource(strings = {"53100", "54000", "58030", "42501"})
    void what_comes_while_the_database_answers_and_takes_nothing_is_indexed_when_it_does(String state)
            throws Exception {
        isIndexedLater(TestDatabase.fresh(), """
                create function storage.takes_nothing() returns trigger language plpgsql as
                    $$ begin raise exception 'nothing is taken' using errcode = '%s'; end $$;
                create trigger takes_nothing before insert on storage.instance
                    for each statement execute function storage.takes_nothing()""".formatted(state), "drop trigger takes_nothing on storage.instance");
    }

    private void isIndexedLater(DataSource database, String refuse, String... take) throws Exception {
        try (var storage = new StorageUnderTest(home, database)
                .with("radhub.storage.quiet", "1s")
                .start()) {
            var safekeeping = storage.get(Safekeeping.class);
            eventually(() -> assertThat(safekeeping.mayLack()).isFalse());

            execute(database, refuse);
            var sent = new ArrayList<SopReference>();
            for (int i = 0; i < 30; i++) {
                storage.keep("COUNTYA", "1", "1.1", "1.2", "1.3." + i, new byte[10]);
                sent.add(new SopReference(DataSetBytes.SECONDARY_CAPTURE, "1.3." + i));
            }
            storage.intake().associationClosed("1");
            // Said once it was tried, and for as long as it lasts.
            eventually(() -> assertThat(heard.events).isNotEmpty());
            await().during(Duration.ofSeconds(2)).untilAsserted(() -> {
                var health = storage.get(SpoolHealth.class).now();
                assertThat(health.indexing()).isFalse();
                assertThat(health.unindexed()).isEqualTo(30);
                assertThat(safekeeping.mayLack()).isTrue();
            });

            execute(database, take);
            eventually(() -> assertThat(safekeeping.mayLack()).isFalse());
            assertThat(safekeeping.of("COUNTYA", sent)).containsOnly(Safekeeping.State.SAFE);
            assertThat(storage.get(SpoolHealth.class).now().indexing()).isTrue();
            assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero();
            eventually(() -> assertThat(storage.told(StudyArrived.class))
                    .singleElement()
                    .satisfies(arrived -> assertThat(
                                    storage.study("COUNTYA", "1.1").instanceCount())
                            .isEqualTo(30)));
        }
        assertThat(heard.events)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("cannot be indexed"));
    }

    private static void execute(DataSource database, String... statements) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void an_instance_that_the_tables_refuse_keeps_its_pack_waiting_and_is_indexed_once_they_take_it() throws Exception {
        var database = TestDatabase.fresh();
        try (var storage = new StorageUnderTest(home, database)
                .with("radhub.storage.quiet", "500ms")
                .with("radhub.storage.try-again", "200ms")
                .start()) {
            storage.jdbc()
                    .sql("alter table storage.instance add constraint not_this check (sop_uid <> '1.4') not valid")
                    .update();
            for (var uid : List.of("1.3", "1.4", "1.5")) {
                storage.keep("COUNTYA", "1", "1.1", "1.2", uid, new byte[10]);
            }
            storage.intake().associationClosed("1");
            eventually(() -> assertThat(storage.get(SpoolHealth.class).now().hindrance())
                    .contains("the index does not take instance 1.4 of it"));
            eventually(() -> assertThat(storage.jdbc()
                            .sql("select attempts from storage.pack")
                            .query(Integer.class)
                            .single())
                    .isPositive());
            assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(2);
            assertThat(storage.told(StudyStored.class)).isEmpty();

            storage.jdbc()
                    .sql("alter table storage.instance drop constraint not_this")
                    .update();
            eventually(() -> assertThat(storage.told(StudyStored.class)).isNotEmpty());
            assertThat(storage.study("COUNTYA", "1.1").instanceCount()).isEqualTo(3);
            assertThat(storage.get(SpoolHealth.class).now().unindexed()).isZero();
            eventually(() ->
                    assertThat(storage.get(SpoolHealth.class).now().hindrance()).isEmpty());
        }
    }

    /** A database that is away as long as the test wants. */
    private static final class Connected extends DelegatingDataSource {
        private volatile boolean away;

        Connected(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away) {
                throw new SQLTransientConnectionException("the database is away");
            }
            return super.getConnection();
        }
    }

    private static final class Heard extends AppenderBase<ILoggingEvent> {
        final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    }
}
