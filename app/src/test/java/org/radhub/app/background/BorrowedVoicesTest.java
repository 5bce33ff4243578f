package org.radhub.app.background;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionSystemException;

class BorrowedVoicesTest {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final org.slf4j.Logger ENGINE = LoggerFactory.getLogger("org.operaton.bpm.engine.jobexecutor");
    private static final org.slf4j.Logger POOL = LoggerFactory.getLogger("com.zaxxer.hikari.pool.PoolBase");
    private static final org.slf4j.Logger CLEARING =
            LoggerFactory.getLogger("org.springframework.scheduling.support.TaskUtils$LoggingErrorHandler");
    private static final Exception AWAY = new IllegalStateException(
            "Could not open JDBC Connection for transaction",
            new SQLTransientConnectionException("not available", new ConnectException("Connection refused")));

    private static final org.slf4j.Logger TRANSACTIONS =
            LoggerFactory.getLogger("org.springframework.transaction.support.TransactionTemplate");

    private final Heard heard = new Heard();
    private final BorrowedVoices voices = new BorrowedVoices();

    @BeforeEach
    void listen() {
        heard.start();
        ROOT.addAppender(heard);
        voices.listen();
    }

    @AfterEach
    void stop() {
        voices.listenNoMore();
        ROOT.detachAppender(heard);
    }

    @Test
    void that_the_database_is_away_is_said_once_for_each_of_them_and_that_it_is_over() {
        for (var i = 0; i < 50; i++) {
            ENGINE.error("ENGINE-14019 Exception during job acquisition {}", AWAY.getMessage(), AWAY);
            POOL.warn(
                    "{} - Connection {} marked as broken because of SQLSTATE({}), ErrorCode({})",
                    "pool",
                    "connection",
                    "57P01",
                    0,
                    new SQLException("terminating connection", "57P01"));
            CLEARING.error("Unexpected error occurred in scheduled task", AWAY);
            ENGINE.error("ENGINE-14019 Exception during job acquisition {}", "cut short", cutShort());
            TRANSACTIONS.error("Application exception overridden by rollback exception", AWAY);
            POOL.warn("{} - Failed to validate connection {} ({}). And more.", "pool", "connection", "was closed");
        }
        assertThat(heard.lines()).hasSize(3);
        assertThat(heard.lines().get(0)).contains("process engine", "Connection refused");
        assertThat(heard.lines().get(1)).contains("connections to the database break", "terminating connection");
        assertThat(heard.lines().get(2)).contains("sign-ins", "Connection refused");
        assertThat(heard.events).allMatch(event -> event.getThrowableProxy() == null);

        voices.overUnlessMetWithin(Duration.ZERO);
        assertThat(heard.lines().subList(3, 6)).allMatch(line -> line.contains("this is over"));
    }

    @Test
    void whatever_else_goes_wrong_with_them_is_said_as_they_say_it() {
        var locked = new IllegalStateException("no lock", new SQLException("could not obtain lock", "55P03"));
        ENGINE.error("ENGINE-14006 Exception while executing job {}", "7", locked);
        ENGINE.error("ENGINE-16004 something is wrong", new IllegalStateException("with a model"));
        CLEARING.error("Unexpected error occurred in scheduled task", locked);
        TRANSACTIONS.error("Application exception overridden by rollback exception", locked);
        ENGINE.error("ENGINE-14019 {}", "rolled back", new TransactionSystemException("rollback failed", locked));
        ENGINE.warn("a word of warning");
        POOL.warn("{} - Thread starvation or clock leap detected", "pool");
        LoggerFactory.getLogger("org.operaton.elsewhere").error("somebody else's", AWAY);

        assertThat(heard.events).hasSize(8);
        assertThat(heard.events.get(0).getThrowableProxy()).isNotNull();
    }

    @Test
    void they_speak_for_themselves_when_the_hub_has_stopped() {
        voices.listenNoMore();
        ENGINE.error("ENGINE-14019 Exception during job acquisition {}", AWAY.getMessage(), AWAY);

        assertThat(heard.lines()).containsExactly("ENGINE-14019 Exception during job acquisition " + AWAY.getMessage());
    }

    /** As a transaction ends whose connection broke within it. */
    private static Exception cutShort() {
        var ending = new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed"));
        ending.initApplicationException(AWAY);
        return new IllegalStateException("in the persistence layer", ending);
    }

    /** What this thread says: hubs of other tests may still run. */
    private static final class Heard extends AppenderBase<ILoggingEvent> {
        final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
        private final String here = Thread.currentThread().getName();

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getThreadName().equals(here)) {
                events.add(event);
            }
        }

        List<String> lines() {
            return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
        }
    }
}
