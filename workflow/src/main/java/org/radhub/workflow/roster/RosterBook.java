package org.radhub.workflow.roster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.workflow.Roster;
import org.radhub.workflow.RosterChanged;
import org.radhub.workflow.Session;
import org.radhub.workflow.Shift;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The roster in the database. Shifts of one reader may overlap or adjoin; for the assignment they are one. */
@Component
public class RosterBook implements Roster {
    private static final Duration LONGEST_SHIFT = Duration.ofHours(48);
    private static final Duration LONGEST_LOOK = Duration.ofDays(366);
    private static final Duration HORIZON = Duration.ofHours(48);

    private final ShiftRepository shifts;
    private final People people;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Week week;

    RosterBook(
            ShiftRepository shifts,
            People people,
            ApplicationEventPublisher events,
            Clock clock,
            @Value("${radhub.zone:Asia/Shanghai}") ZoneId zone) {
        this.shifts = shifts;
        this.people = people;
        this.events = events;
        this.clock = clock;
        this.week = new Week(zone);
    }

    @Override
    public List<Shift> between(Instant from, Instant until) {
        if (!from.isBefore(until) || Duration.between(from, until).compareTo(LONGEST_LOOK) > 0) {
            throw invalid("workflow.refused.bad-span");
        }
        return Stream.concat(
                        shifts.overlapping(from, until).stream(), week.laidOut(shifts.sessions(), from, until).stream())
                .sorted(Comparator.comparing(Shift::from)
                        .thenComparing(Shift::until)
                        .thenComparing(Shift::reader))
                .toList();
    }

    /** When each reader reads from now on, as far as the assignment looks ahead; by reader, merged. */
    public Map<String, List<Slot>> slotsFrom(Instant now) {
        var slots = new HashMap<String, List<Slot>>();
        between(now, now.plus(HORIZON)).stream()
                .collect(Collectors.groupingBy(
                        Shift::reader,
                        Collectors.mapping(shift -> new Slot(shift.from(), shift.until()), Collectors.toList())))
                .forEach((reader, some) -> slots.put(reader, Slot.merged(some)));
        return slots;
    }

    @Override
    public List<Session> sessions() {
        return shifts.sessions();
    }

    @Override
    @Transactional
    public Shift add(String reader, Instant from, Instant until) {
        mustRead(reader);
        if (!from.isBefore(until) || Duration.between(from, until).compareTo(LONGEST_SHIFT) > 0) {
            throw invalid("workflow.refused.bad-shift", LONGEST_SHIFT.toHours());
        }
        var added = shifts.add(new Shift(UUID.randomUUID(), reader, from, until));
        changed(reader);
        return added;
    }

    @Override
    @Transactional
    public Session addSession(Session session) {
        mustRead(session.reader());
        var added = shifts.add(session);
        changed(session.reader());
        return added;
    }

    @Override
    @Transactional
    public void remove(UUID shiftOrSession) {
        shifts.remove(shiftOrSession).ifPresent(this::changed);
    }

    private void mustRead(String reader) {
        var reads = people.find(reader).filter(RosterBook::reads);
        if (reads.isEmpty()) {
            throw invalid("workflow.refused.not-a-reader", reader);
        }
    }

    private static boolean reads(Person person) {
        return person.is(Role.READER);
    }

    private void changed(String reader) {
        events.publishEvent(new RosterChanged(reader, clock.instant()));
    }

    private static Refused invalid(String key, Object... args) {
        return new Refused(Refused.Kind.INVALID, Phrase.of(key, args));
    }
}
