package org.radhub.storage.completeness;

import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.radhub.registry.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Corrects times that lie in the future: the clock was set back since they were written. Otherwise whatever waits for a time to pass would
 * wait until the old one comes again, which may be years.
 */
@Component
class ClockSetBack {
    private static final Logger LOG = LoggerFactory.getLogger(ClockSetBack.class);

    /** How far the clocks of several processes may be apart. */
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    /** An upload that failed is tried again within a minute. */
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(2);

    private static final List<String> CORRECTIONS = List.of(
            "update storage.study set active_at = :now where state = 'ARRIVING' and active_at > :latest",
            "update storage.study set completed_at = :now where state = 'COMPLETE' and completed_at > :latest",
            "update storage.sending set closed_at = :now where closed_at > :latest",
            "delete from storage.judgement where judged_at > :latest",
            "update storage.pack set last_entry_at = :now where state = 'SPOOLED' and last_entry_at > :latest",
            "update storage.pack set retry_at = :now where state = 'SPOOLED' and retry_at > :retry");

    private final Trouble away = new Trouble(LOG, "times cannot be looked at while the database does not answer");
    private final JdbcClient jdbc;
    private final Clock clock;

    ClockSetBack(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 2000)
    void look() {
        try {
            int corrected = 0;
            for (var correction : CORRECTIONS) {
                corrected += correct(correction);
            }
            if (corrected > 0) {
                LOG.warn("the clock was set back: {} times that lay in the future are corrected", corrected);
            }
            away.passed();
        } catch (DataAccessException e) {
            away.met(e);
        }
    }

    private int correct(String correction) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        OffsetDateTime latest = now.plus(TOLERANCE);
        return jdbc.sql(correction)
                .param("now", now)
                .param("latest", latest)
                .param("retry", now.plus(LONGEST_RETRY))
                .update();
    }
}
