package org.radhub.workflow.assignment;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.workflow.roster.Slot;

/**
 * Finds the reader who will be done first with a case: the work ahead of equal or higher priority, then this read, over the reader's pace,
 * from when the reader's shift begins, ending before it ends. A difference of less than a minute is none; then whoever read least in the
 * last seven days comes first, then whoever read this patient before, then by id. A pure function: equal arguments, equal ranking.
 */
public final class Assigner {
    private final Duration lookAhead;

    /** @param lookAhead how long before a shift begins its reader can be given cases */
    public Assigner(Duration lookAhead) {
        this.lookAhead = lookAhead;
    }

    /** Ranks all of the readers for the case. */
    public Ranking rank(CaseToRead read, List<Reader> readers, Instant now) {
        var able = new ArrayList<Estimate>();
        var unable = new ArrayList<Place>();
        for (var reader :
                readers.stream().sorted(Comparator.comparing(Reader::id)).toList()) {
            if (!CaseToRead.mayRead(reader.credentials(), read.skill())) {
                unable.add(unable(reader, Optional.empty(), Phrase.of("workflow.reason.no-credential", read.skill())));
            } else if (reader.exclusion().isPresent()
                    && reader.exclusion().get().holdsAt(now)) {
                unable.add(excluded(reader));
            } else {
                doneAt(read, reader, now)
                        .ifPresentOrElse(
                                at -> able.add(new Estimate(reader, at, ahead(read, reader))),
                                () -> unable.add(busyOrAway(read, reader, now)));
            }
        }
        able.sort(ORDER);
        var places = new ArrayList<Place>();
        for (int i = 0; i < able.size(); i++) {
            var reason = i == 0 ? whyFirst(able) : whyLater(able.get(i));
            places.add(
                    new Place(able.get(i).reader().id(), Optional.of(able.get(i).doneAt()), Optional.empty(), reason));
        }
        places.addAll(unable);
        return new Ranking(
                List.copyOf(places), able.isEmpty() ? Optional.of(whyNobody(read, unable)) : Optional.empty());
    }

    private record Estimate(Reader reader, Instant doneAt, long minutesAhead) {
        Instant minute() {
            return doneAt.truncatedTo(ChronoUnit.MINUTES);
        }

        int strangerToPatient() {
            return reader.knowsPatient() ? 0 : 1;
        }
    }

    private static final Comparator<Estimate> ORDER = Comparator.comparing(Estimate::minute)
            .thenComparingInt(estimate -> estimate.reader().readsLately())
            .thenComparingInt(Estimate::strangerToPatient)
            .thenComparing(estimate -> estimate.reader().id());

    /** Walks the reader's slots: the work ahead may go over several of them, the read itself is done in one. */
    private Optional<Instant> doneAt(CaseToRead read, Reader reader, Instant now) {
        var ahead = reader.minutesAhead(read.priority()) / reader.pace();
        var own = read.minutes() / reader.pace();
        for (var slot : slotsInReach(reader, now)) {
            var room = slot.minutesFrom(now);
            if (ahead + own <= room) {
                var start = slot.from().isAfter(now) ? slot.from() : now;
                return Optional.of(start.plusMillis(Math.round((ahead + own) * 60_000)));
            }
            ahead = Math.max(0, ahead - room);
        }
        return Optional.empty();
    }

    private List<Slot> slotsInReach(Reader reader, Instant now) {
        return reader.slots().stream()
                .filter(slot -> slot.until().isAfter(now) && !slot.from().isAfter(now.plus(lookAhead)))
                .toList();
    }

    private static long ahead(CaseToRead read, Reader reader) {
        return Math.round(reader.minutesAhead(read.priority()) / reader.pace());
    }

    private static Place unable(Reader reader, Optional<Instant> chance, Phrase reason) {
        return new Place(reader.id(), Optional.empty(), chance, reason);
    }

    private static Place excluded(Reader reader) {
        return reader.exclusion()
                .flatMap(Reader.Exclusion::until)
                .map(until -> unable(reader, Optional.of(until), Phrase.of("workflow.reason.released", until)))
                .orElseGet(() -> unable(reader, Optional.empty(), Phrase.of("workflow.reason.declined")));
    }

    private Place busyOrAway(CaseToRead read, Reader reader, Instant now) {
        var next = reader.slots().stream()
                .map(Slot::from)
                .filter(from -> from.isAfter(now.plus(lookAhead)))
                .min(Comparator.naturalOrder());
        var chance = next.map(from -> from.minus(lookAhead));
        var present = slotsInReach(reader, now);
        if (!present.isEmpty()) {
            var end = present.get(present.size() - 1).until();
            return unable(reader, chance, Phrase.of("workflow.reason.queue-full", end, ahead(read, reader)));
        }
        return unable(
                reader,
                chance,
                next.map(from -> Phrase.of("workflow.reason.off-shift", from))
                        .orElseGet(() -> Phrase.of("workflow.reason.no-shift")));
    }

    private static Phrase whyFirst(List<Estimate> able) {
        var first = able.get(0);
        if (able.size() == 1) {
            return why("workflow.reason.only", first);
        }
        var second = able.get(1);
        if (first.minute().isBefore(second.minute())) {
            return why("workflow.reason.done-first", first);
        }
        if (first.reader().readsLately() < second.reader().readsLately()) {
            return why("workflow.reason.fairest", first);
        }
        if (first.strangerToPatient() < second.strangerToPatient()) {
            return why("workflow.reason.knows-patient", first);
        }
        return why("workflow.reason.equal", first);
    }

    private static Phrase whyLater(Estimate estimate) {
        return why("workflow.reason.later", estimate);
    }

    /** Arguments: who, done when, minutes of work ahead, reads in the last seven days. */
    private static Phrase why(String key, Estimate estimate) {
        return Phrase.of(
                key,
                estimate.reader().id(),
                estimate.doneAt().truncatedTo(ChronoUnit.SECONDS),
                estimate.minutesAhead(),
                estimate.reader().readsLately());
    }

    private static Phrase whyNobody(CaseToRead read, List<Place> unable) {
        var qualified = unable.stream()
                .filter(place -> !place.reason().key().equals("workflow.reason.no-credential"))
                .toList();
        if (qualified.isEmpty()) {
            return Phrase.of("workflow.nobody.qualified", read.skill());
        }
        if (qualified.stream().anyMatch(place -> place.reason().key().equals("workflow.reason.queue-full"))) {
            return Phrase.of("workflow.nobody.free", read.skill());
        }
        var next = qualified.stream().flatMap(place -> place.chance().stream()).min(Comparator.naturalOrder());
        var givenAway = qualified.stream()
                .allMatch(place -> place.reason().key().equals("workflow.reason.declined")
                        || place.reason().key().equals("workflow.reason.released"));
        if (givenAway) {
            return Phrase.of("workflow.nobody.left", read.skill());
        }
        return next.map(at -> Phrase.of("workflow.nobody.on-shift-until", read.skill(), at))
                .orElseGet(() -> Phrase.of("workflow.nobody.on-shift", read.skill()));
    }
}
