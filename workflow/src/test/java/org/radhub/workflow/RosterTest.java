package org.radhub.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Refused;

class RosterTest {
    private final Hub hub = Hub.empty();
    private final Roster roster = hub.a(Roster.class);

    @BeforeEach
    void there_is_a_reader() {
        hub.reader("reader1", "CT");
    }

    @Test
    void shifts_and_sessions_are_found_together_and_removed_by_their_id() {
        var now = hub.clock.instant();
        var shift = roster.add("reader1", now, now.plus(Duration.ofHours(2)));
        var session = roster.addSession(everyDay(DayOfWeek.MONDAY));
        var week = now.plus(Duration.ofDays(7));

        assertThat(roster.between(now, week)).extracting(Shift::id).contains(shift.id(), session.id());
        assertThat(roster.sessions()).containsExactly(session);

        roster.remove(shift.id());
        roster.remove(session.id());
        roster.remove(UUID.randomUUID());
        assertThat(roster.between(now, week)).isEmpty();
    }

    @Test
    void the_same_shift_or_session_added_twice_is_there_once() {
        var now = hub.clock.instant();
        var until = now.plus(Duration.ofHours(2));

        assertThat(roster.add("reader1", now, until)).isEqualTo(roster.add("reader1", now, until));
        assertThat(roster.addSession(everyDay(DayOfWeek.MONDAY)))
                .isEqualTo(roster.addSession(everyDay(DayOfWeek.MONDAY)));
        assertThat(roster.sessions()).hasSize(1);
    }

    @Test
    void a_shift_ends_after_it_begins_lasts_at_most_two_days_and_is_a_readers() {
        var now = hub.clock.instant();

        assertInvalid("workflow.refused.bad-shift", () -> roster.add("reader1", now, now));
        assertInvalid(
                "workflow.refused.bad-shift",
                () -> roster.add("reader1", now, now.plus(Duration.ofHours(48)).plusMillis(1)));
        assertInvalid("workflow.refused.not-a-reader", () -> roster.add("countya", now, now.plus(Duration.ofHours(1))));
        assertInvalid(
                "workflow.refused.not-a-reader",
                () -> roster.addSession(new Session(
                        UUID.randomUUID(), "nobody", DayOfWeek.MONDAY, LocalTime.MIDNIGHT, LocalTime.NOON)));
        assertInvalid("workflow.refused.bad-span", () -> roster.between(now, now));
        assertInvalid("workflow.refused.bad-span", () -> roster.between(now, now.plus(Duration.ofDays(367))));
    }

    @Test
    void sessions_that_cover_every_hour_find_a_reader_at_any_time() {
        Arrays.stream(DayOfWeek.values()).forEach(day -> roster.addSession(everyDay(day)));
        hub.settled();

        for (int hour = 0; hour < 25; hour++) {
            assertThat(hub.arrive(hub.study("COUNTYA", "CT")).reader()).contains("reader1");
            hub.clock.advance(Duration.ofHours(1));
        }
    }

    private static Session everyDay(DayOfWeek day) {
        return new Session(UUID.randomUUID(), "reader1", day, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);
    }

    private static void assertInvalid(String key, Runnable verb) {
        assertThatExceptionOfType(Refused.class).isThrownBy(verb::run).satisfies(no -> {
            assertThat(no.kind()).isEqualTo(Refused.Kind.INVALID);
            assertThat(no.phrase().key()).isEqualTo(key);
        });
    }
}
