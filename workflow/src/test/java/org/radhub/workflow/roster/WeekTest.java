package org.radhub.workflow.roster;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SUNDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radhub.workflow.Session;
import org.radhub.workflow.Shift;

class WeekTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void a_session_comes_every_week_at_its_hours_in_the_regions_time() {
        var shifts =
                laidOut(SHANGHAI, session(MONDAY, "08:00", "12:00"), "2026-11-01T00:00:00Z", "2026-11-17T00:00:00Z");

        assertThat(shifts)
                .extracting(Shift::from)
                .containsExactly(
                        Instant.parse("2026-11-02T00:00:00Z"),
                        Instant.parse("2026-11-09T00:00:00Z"),
                        Instant.parse("2026-11-16T00:00:00Z"));
        assertThat(shifts).allSatisfy(shift -> assertThat(length(shift)).isEqualTo(Duration.ofHours(4)));
    }

    @Test
    void a_session_until_midnight_ends_with_its_day_and_one_from_midnight_to_midnight_is_the_whole_day() {
        assertThat(laidOut(SHANGHAI, session(MONDAY, "18:00", "00:00"), "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"))
                .singleElement()
                .satisfies(shift -> assertThat(shift.until()).isEqualTo(Instant.parse("2026-11-02T16:00:00Z")));
        assertThat(laidOut(SHANGHAI, session(MONDAY, "00:00", "00:00"), "2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"))
                .singleElement()
                .satisfies(shift -> assertThat(length(shift)).isEqualTo(Duration.ofDays(1)));
    }

    @Test
    void a_session_over_night_is_found_on_the_day_on_which_it_ends() {
        var found =
                laidOut(SHANGHAI, session(SUNDAY, "20:00", "08:00"), "2026-11-01T22:00:00Z", "2026-11-01T23:00:00Z");

        assertThat(found).singleElement().satisfies(shift -> {
            assertThat(shift.from()).isEqualTo(Instant.parse("2026-11-01T12:00:00Z"));
            assertThat(shift.until()).isEqualTo(Instant.parse("2026-11-02T00:00:00Z"));
        });
    }

    @Test
    void a_session_that_only_touches_the_span_is_not_in_it() {
        assertThat(laidOut(SHANGHAI, session(MONDAY, "08:00", "12:00"), "2026-11-02T04:00:00Z", "2026-11-02T08:00:00Z"))
                .isEmpty();
    }

    @Test
    void a_session_keeps_its_hours_when_the_clocks_change() {
        var night = session(SUNDAY, "00:00", "08:00");

        assertThat(length(laidOut(BERLIN, night, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z")
                        .get(0)))
                .isEqualTo(Duration.ofHours(7));
        assertThat(length(laidOut(BERLIN, night, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z")
                        .get(0)))
                .isEqualTo(Duration.ofHours(9));
        assertThat(laidOut(BERLIN, session(SUNDAY, "08:00", "12:00"), "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z")
                        .get(0)
                        .from())
                .isEqualTo(Instant.parse("2026-03-29T06:00:00Z"));
    }

    @Test
    void a_session_in_the_hour_that_spring_leaves_out_does_not_happen_on_that_day() {
        var session = session(SUNDAY, "02:00", "02:30");

        assertThat(laidOut(BERLIN, session, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"))
                .allSatisfy(shift -> assertThat(length(shift)).isPositive());
    }

    @Test
    void full_days_of_one_reader_leave_no_gap_over_a_whole_year() {
        for (var zone : List.of(SHANGHAI, BERLIN)) {
            var sessions = java.util.Arrays.stream(DayOfWeek.values())
                    .map(day -> session(day, "00:00", "00:00"))
                    .toList();
            var from = LocalDate.of(2026, 1, 1).atStartOfDay(zone).toInstant();
            var until = LocalDate.of(2027, 1, 1).atStartOfDay(zone).toInstant();

            var slots = Slot.merged(new Week(zone)
                    .laidOut(sessions, from, until).stream()
                            .map(shift -> new Slot(shift.from(), shift.until()))
                            .toList());

            assertThat(slots).containsExactly(new Slot(from, until));
        }
    }

    @Test
    void slots_that_overlap_or_adjoin_are_one() {
        var t = Instant.parse("2026-11-02T00:00:00Z");

        assertThat(Slot.merged(List.of(slot(t, 5, 9), slot(t, 0, 2), slot(t, 2, 4), slot(t, 6, 7), slot(t, 8, 10))))
                .containsExactly(slot(t, 0, 4), slot(t, 5, 10));
        assertThat(Slot.merged(List.of())).isEmpty();
    }

    private static Slot slot(Instant t, int from, int until) {
        return new Slot(t.plus(Duration.ofHours(from)), t.plus(Duration.ofHours(until)));
    }

    private static List<Shift> laidOut(ZoneId zone, Session session, String from, String until) {
        return new Week(zone).laidOut(List.of(session), Instant.parse(from), Instant.parse(until));
    }

    private static Session session(DayOfWeek day, String from, String until) {
        return new Session(UUID.randomUUID(), "reader1", day, LocalTime.parse(from), LocalTime.parse(until));
    }

    private static Duration length(Shift shift) {
        return Duration.between(shift.from(), shift.until());
    }
}
