package org.radhub.storage.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.SopReference;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.StorageUnderTest;
import org.slf4j.LoggerFactory;
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
