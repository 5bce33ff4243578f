package org.radhub.workflow.desk;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.workflow.Board;
import org.radhub.workflow.Priority;
import org.radhub.workflow.assignment.Reader.Queued;
import org.radhub.workflow.cases.CaseRepository;
import org.radhub.workflow.cases.ReaderRepository;
import org.radhub.workflow.roster.RosterBook;
import org.radhub.workflow.roster.Slot;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class CoordinatorsBoard implements Board {
    private final People people;
    private final RosterBook roster;
    private final ReaderRepository readers;
    private final CaseRepository cases;
    private final Clock clock;

    CoordinatorsBoard(People people, RosterBook roster, ReaderRepository readers, CaseRepository cases, Clock clock) {
        this.people = people;
        this.roster = roster;
        this.readers = readers;
        this.cases = cases;
        this.clock = clock;
    }

    @Override
    @Transactional(readOnly = true)
    public View view() {
        var now = clock.instant();
        var slots = roster.slotsFrom(now);
        var queues = readers.queues();
        var loads = people.readers().stream()
                .map(reader -> load(reader, slots, queues, now))
                .toList();
        return new View(now, loads, cases.waiting(), cases.late(now), cases.changedAfterSigning());
    }

    private static ReaderLoad load(
            Person reader, Map<String, List<Slot>> slots, Map<String, List<Queued>> queues, Instant now) {
        var queue = queues.getOrDefault(reader.id(), List.of());
        var until = slots.getOrDefault(reader.id(), List.of()).stream()
                .filter(slot -> slot.holds(now))
                .map(Slot::until)
                .findFirst()
                .orElse(null);
        return new ReaderLoad(
                reader.id(),
                until,
                queue.stream().mapToInt(Queued::cases).sum(),
                queue.stream()
                        .filter(queued -> queued.priority() == Priority.STAT)
                        .mapToInt(Queued::cases)
                        .sum(),
                queue.stream().mapToDouble(Queued::minutes).sum() / reader.pace());
    }
}
