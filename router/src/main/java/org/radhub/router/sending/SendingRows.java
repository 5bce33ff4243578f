package org.radhub.router.sending;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.radhub.router.Lane;
import org.radhub.router.Sending;
import org.radhub.router.SendingState;

/** Rows of the queue as values. */
final class SendingRows {
    private SendingRows() {}

    static Sending sending(ResultSet row, int number) throws SQLException {
        return new Sending(
                row.getObject("id", UUID.class),
                row.getObject("study_id", UUID.class),
                row.getString("site"),
                row.getString("study_instance_uid"),
                row.getString("destination"),
                Lane.values()[row.getInt("lane")],
                SendingState.valueOf(row.getString("state")),
                row.getInt("instances"),
                row.getInt("confirmed"),
                row.getInt("attempts"),
                Sql.maybePhrase(row, "last_error"),
                Sql.instant(row, "queued_at"),
                Sql.maybeInstant(row, "tried_at"),
                Sql.instant(row, "due_at"),
                Sql.maybeInstant(row, "ended_at"),
                Optional.ofNullable(row.getString("decided_by")));
    }

    static Claim claim(ResultSet row, int number) throws SQLException {
        return new Claim(
                sending(row, number),
                row.getObject("lease", UUID.class),
                row.getInt("failures"),
                Sql.instant(row, "trying_since"),
                Sql.maybeInstant(row, "afresh_since").orElse(Instant.EPOCH));
    }
}
