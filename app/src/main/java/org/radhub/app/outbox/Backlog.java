package org.radhub.app.outbox;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The events that some listener has not yet heard to the end. */
@Component
public class Backlog {
    private final JdbcClient jdbc;
    private final Clock clock;

    Backlog(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param oldest how long the oldest of them waits; zero when there is none */
    public record Size(long events, Duration oldest) {}

    public Size now() {
        return jdbc.sql("""
                        select count(*) as events, min(publication_date) as oldest
                        from event_publication where completion_date is null""").query(this::size).single();
    }

    private Size size(ResultSet row, int number) throws SQLException {
        var oldest = row.getObject("oldest", OffsetDateTime.class);
        var age = oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), clock.instant());
        return new Size(row.getLong("events"), age.isNegative() ? Duration.ZERO : age);
    }
}
