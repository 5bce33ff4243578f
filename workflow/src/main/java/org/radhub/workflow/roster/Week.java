package org.radhub.workflow.roster;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.radhub.workflow.Session;
import org.radhub.workflow.Shift;

/**
 * Lays weekly sessions out as dated shifts in the region's time zone. A session keeps its wall-clock hours over a change to or from daylight
 * saving time, so that its shift is an hour longer or shorter on that day.
 */
final class Week {
    private final ZoneId zone;

    Week(ZoneId zone) {
        this.zone = zone;
    }

    /** The shifts of these sessions that overlap the span; by begin. Each has the id of its session. */
    List<Shift> laidOut(List<Session> sessions, Instant from, Instant until) {
        return sessions.stream()
                .flatMap(session -> days(session, from, until).map(day -> on(day, session)))
                .filter(shift -> shift.from().isBefore(until) && shift.until().isAfter(from))
                // A session that lies within the hour that is left out in spring.
                .filter(shift -> shift.from().isBefore(shift.until()))
                .sorted(Comparator.comparing(Shift::from).thenComparing(Shift::reader))
                .toList();
    }

    private Stream<LocalDate> days(Session session, Instant from, Instant until) {
        var first = from.atZone(zone).toLocalDate().minusDays(1);
        var last = until.atZone(zone).toLocalDate();
        return first.datesUntil(last.plusDays(1)).filter(day -> day.getDayOfWeek() == session.day());
    }

    private Shift on(LocalDate day, Session session) {
        var overnight = !session.until().isAfter(session.from());
        var lastDay = overnight ? day.plusDays(1) : day;
        return new Shift(session.id(), session.reader(), at(day, session.from()), at(lastDay, session.until()));
    }

    private Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(zone).toInstant();
    }
}
