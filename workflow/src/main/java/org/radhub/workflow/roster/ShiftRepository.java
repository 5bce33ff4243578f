package org.radhub.workflow.roster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.workflow.Session;
import org.radhub.workflow.Shift;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ShiftRepository {
    private final JdbcClient jdbc;

    ShiftRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Shift> overlapping(Instant from, Instant until) {
        return jdbc.sql("select * from workflow.shift where begins < :until and ends > :from order by begins, reader")
                .param("from", from.atOffset(ZoneOffset.UTC))
                .param("until", until.atOffset(ZoneOffset.UTC))
                .query(ShiftRepository::shift)
                .list();
    }

    List<Session> sessions() {
        return jdbc.sql("select * from workflow.weekly_session order by day, begins, reader")
                .query(ShiftRepository::session)
                .list();
    }

    /** The shift; the one that was there already where the same one was. */
    Shift add(Shift shift) {
        jdbc.sql("""
                        insert into workflow.shift (id, reader, begins, ends) values (:id, :reader, :begins, :ends)
                        on conflict (reader, begins, ends) do nothing""")
                .param("id", shift.id())
                .param("reader", shift.reader())
                .param("begins", shift.from().atOffset(ZoneOffset.UTC))
                .param("ends", shift.until().atOffset(ZoneOffset.UTC))
                .update();
        return jdbc.sql("select * from workflow.shift where reader = :reader and begins = :begins and ends = :ends")
                .param("reader", shift.reader())
                .param("begins", shift.from().atOffset(ZoneOffset.UTC))
                .param("ends", shift.until().atOffset(ZoneOffset.UTC))
                .query(ShiftRepository::shift)
                .single();
    }

    /** The session; the one that was there already where the same one was. */
    Session add(Session session) {
        jdbc.sql("""
                        insert into workflow.weekly_session (id, reader, day, begins, ends)
                        values (:id, :reader, :day, :begins, :ends)
                        on conflict do nothing""")
                .param("id", session.id())
                .param("reader", session.reader())
                .param("day", session.day().getValue())
                .param("begins", session.from())
                .param("ends", session.until())
                .update();
        return jdbc.sql("""
                        select * from workflow.weekly_session
                        where reader = :reader and day = :day and begins = :begins and ends = :ends""")
                .param("reader", session.reader())
                .param("day", session.day().getValue())
                .param("begins", session.from())
                .param("ends", session.until())
                .query(ShiftRepository::session)
                .single();
    }

    /** Whose shift or session it was; empty if there was none. */
    Optional<String> remove(UUID shiftOrSession) {
        return jdbc.sql("""
                        with removed_shift as (delete from workflow.shift where id = :id returning reader),
                             removed_session as (delete from workflow.weekly_session where id = :id returning reader)
                        select reader from removed_shift union all select reader from removed_session""").param("id", shiftOrSession).query(String.class).optional();
    }

    private static Shift shift(ResultSet row, int number) throws SQLException {
        return new Shift(
                row.getObject("id", UUID.class),
                row.getString("reader"),
                row.getObject("begins", OffsetDateTime.class).toInstant(),
                row.getObject("ends", OffsetDateTime.class).toInstant());
    }

    private static Session session(ResultSet row, int number) throws SQLException {
        return new Session(
                row.getObject("id", UUID.class),
                row.getString("reader"),
                DayOfWeek.of(row.getInt("day")),
                row.getObject("begins", LocalTime.class),
                row.getObject("ends", LocalTime.class));
    }
}
