package org.radhub.app.background;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import org.radhub.app.database.Missed;
import org.radhub.registry.Trouble;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * While the database is away, the process engine, the connection pool and what clears old sign-ins away say so with a stack at each attempt.
 * The log says it once for each of them, then how often, and that it is over. Whatever else they have to say passes.
 */
@Component
class BorrowedVoices extends TurboFilter {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(BorrowedVoices.class);

    /** One of them tries only once a minute. */
    private static final Duration OVER_AFTER = Duration.ofMinutes(2);

    private static final String ENGINE = "org.operaton.bpm.engine.";
    private static final String POOL = "com.zaxxer.hikari.pool.";

    /** What a broken connection cut short, and what it could not roll back. */
    private static final String TRANSACTIONS = "org.springframework.transaction.";

    /** Where Spring Session's own scheduler says what it failed in; ours says so in {@link BackgroundFailures}. */
    private static final String CLEARING = "org.springframework.scheduling.support.TaskUtils$LoggingErrorHandler";

    /** The only line of theirs that tells of a lost connection in its text alone. */
    private static final String CONNECTION_BROKE = "{} - Failed to validate connection";

    private final Trouble engine = new Trouble(LOG, "the process engine waits while the database does not answer");
    private final Trouble clearing =
            new Trouble(LOG, "sign-ins that ended are not cleared away while the database does not answer");
    private final Trouble pool = new Trouble(LOG, "connections to the database break");

    @PostConstruct
    void listen() {
        setName("borrowed voices");
        start();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            log.addTurboFilter(this);
        }
    }

    @PreDestroy
    void listenNoMore() {
        stop();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
            log.getTurboFilterList().remove(this);
        }
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable failure) {
        if (!isStarted() || format == null || !level.isGreaterOrEqual(Level.WARN)) {
            return FilterReply.NEUTRAL;
        }
        var name = logger.getName();
        if (name.startsWith(ENGINE)) {
            return said(engine, failure(arguments, failure));
        }
        if (name.equals(CLEARING)) {
            return said(clearing, failure(arguments, failure));
        }
        if (name.startsWith(TRANSACTIONS)) {
            return said(pool, failure(arguments, failure));
        }
        if (name.startsWith(POOL)) {
            return said(pool, format.startsWith(CONNECTION_BROKE) ? broke(arguments) : failure(arguments, failure));
        }
        return FilterReply.NEUTRAL;
    }

    private static FilterReply said(Trouble trouble, Optional<Throwable> failure) {
        if (failure.filter(Missed::isMissed).isEmpty()) {
            return FilterReply.NEUTRAL;
        }
        trouble.met(failure.get());
        return FilterReply.DENY;
    }

    /** Where it is one of the arguments, Logback takes it from them only behind the filters. */
    private static Optional<Throwable> failure(Object[] arguments, Throwable failure) {
        if (failure == null
                && arguments != null
                && arguments.length > 0
                && arguments[arguments.length - 1] instanceof Throwable last) {
            return Optional.of(last);
        }
        return Optional.ofNullable(failure);
    }

    private static Optional<Throwable> broke(Object[] arguments) {
        var why = arguments == null || arguments.length == 0 ? "" : arguments[arguments.length - 1];
        return Optional.of(new SQLTransientConnectionException(String.valueOf(why)));
    }

    @Scheduled(fixedDelay = 10_000)
    void lookWhatIsOver() {
        overUnlessMetWithin(OVER_AFTER);
    }

    void overUnlessMetWithin(Duration time) {
        engine.passedUnlessMetWithin(time);
        clearing.passedUnlessMetWithin(time);
        pool.passedUnlessMetWithin(time);
    }
}
