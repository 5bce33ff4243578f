package org.radhub.workflow.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Phrase;
import org.radhub.workflow.Priority;
import org.radhub.workflow.assignment.Reader.Exclusion;
import org.radhub.workflow.assignment.Reader.Queued;
import org.radhub.workflow.roster.Slot;

class AssignerTest {
    private static final Instant NOW = Instant.parse("2026-11-02T01:00:00Z");
    private static final CaseToRead CT = new CaseToRead("CT", Priority.ROUTINE, 10);

    private final Assigner assigner = new Assigner(Duration.ZERO);

    @Test
    void the_reader_who_is_done_first_gets_it() {
        var busy = reader("busy").with(queue(30));
        var free = reader("free").with(queue(5));

        var ranking = assigner.rank(CT, List.of(busy.get(), free.get()), NOW);

        assertThat(order(ranking)).containsExactly("free", "busy");
        assertThat(ranking.first().orElseThrow().doneAt()).contains(NOW.plus(Duration.ofMinutes(15)));
        assertThat(ranking.first().orElseThrow().reason())
                .isEqualTo(Phrase.of("workflow.reason.done-first", "free", "2026-11-02T01:15:00Z", 5, 0));
        assertThat(ranking.nobody()).isEmpty();
    }

    @Test
    void a_fast_reader_with_more_work_may_be_done_before_a_slow_one() {
        var slow = reader("slow").pace(0.5);
        var fast = reader("fast").pace(2).with(queue(20));

        assertThat(order(assigner.rank(CT, List.of(slow.get(), fast.get()), NOW)))
                .containsExactly("fast", "slow");
    }

    @Test
    void work_of_lower_priority_is_not_ahead() {
        var routine = reader("routine").with(queue(300));
        var urgent = reader("urgent").with(new Queued(Priority.STAT, 1, 20));

        var stat = new CaseToRead("CT", Priority.STAT, 10);

        assertThat(order(assigner.rank(stat, List.of(routine.get(), urgent.get()), NOW)))
                .containsExactly("routine", "urgent");
    }

    @Test
    void nobody_gets_what_would_not_be_done_before_the_shift_ends() {
        var leaving = reader("leaving").slots(slot(-400, 9));
        var staying = reader("staying").with(queue(60));

        var ranking = assigner.rank(CT, List.of(leaving.get(), staying.get()), NOW);

        assertThat(order(ranking)).containsExactly("staying", "leaving");
        assertThat(ranking.places().get(1).reason().key()).isEqualTo("workflow.reason.queue-full");
        assertThat(ranking.places().get(1).able()).isFalse();
        assertThat(ranking.first().orElseThrow().reason().key()).isEqualTo("workflow.reason.only");
    }

    @Test
    void a_read_that_ends_with_the_shift_is_in_time() {
        assertThat(assigner.rank(CT, List.of(reader("r").slots(slot(-60, 10)).get()), NOW)
                        .first())
                .isPresent();
        assertThat(assigner.rank(CT, List.of(reader("r").slots(slot(-60, 9)).get()), NOW)
                        .first())
                .isEmpty();
    }

    @Test
    void a_shift_that_begins_later_counts_from_its_begin_and_only_within_the_look_ahead() {
        var later = reader("later").slots(slot(20, 120));
        var busy = reader("busy").with(queue(60));
        var readers = List.of(later.get(), busy.get());

        assertThat(order(assigner.rank(CT, readers, NOW))).containsExactly("busy", "later");
        var ranking = new Assigner(Duration.ofMinutes(20)).rank(CT, readers, NOW);
        assertThat(order(ranking)).containsExactly("later", "busy");
        assertThat(ranking.first().orElseThrow().doneAt()).contains(NOW.plus(Duration.ofMinutes(30)));
    }

    @Test
    void work_ahead_may_fill_one_slot_but_a_read_is_done_in_one_go() {
        var reader = reader("r").slots(slot(-60, 15), slot(45, 120)).with(queue(12));

        var ranking = new Assigner(Duration.ofHours(1)).rank(CT, List.of(reader.get()), NOW);

        assertThat(ranking.first().orElseThrow().doneAt()).contains(NOW.plus(Duration.ofMinutes(55)));
    }

    @Test
    void less_than_a_minute_is_no_difference_and_the_fairest_share_decides() {
        var much = reader("a").lately(40).with(queue(5));
        var little = reader("b").lately(10).with(new Queued(Priority.ROUTINE, 1, 5.2));

        var ranking = assigner.rank(CT, List.of(much.get(), little.get()), NOW);

        assertThat(order(ranking)).containsExactly("b", "a");
        assertThat(ranking.first().orElseThrow().reason().key()).isEqualTo("workflow.reason.fairest");
    }

    @Test
    void of_equal_readers_whoever_read_this_patient_before_gets_it() {
        var ranking = assigner.rank(
                CT, List.of(reader("a").get(), reader("b").knowing().get()), NOW);

        assertThat(order(ranking)).containsExactly("b", "a");
        assertThat(ranking.first().orElseThrow().reason().key()).isEqualTo("workflow.reason.knows-patient");
    }

    @Test
    void a_reader_without_the_credential_is_never_able() {
        var ranking = assigner.rank(CT, List.of(reader("mr").skills("MR").get()), NOW);

        assertThat(ranking.first()).isEmpty();
        assertThat(ranking.nobody()).contains(Phrase.of("workflow.nobody.qualified", "CT"));
        assertThat(ranking.places().get(0).reason()).isEqualTo(Phrase.of("workflow.reason.no-credential", "CT"));
    }

    @Test
    void every_reader_reads_what_asks_for_no_credential() {
        var anything = new CaseToRead(CaseToRead.ANY_READER, Priority.ROUTINE, 10);

        assertThat(assigner.rank(anything, List.of(reader("mr").skills("MR").get()), NOW)
                        .first())
                .isPresent();
    }

    @Test
    void whoever_declined_never_gets_it_and_whoever_released_it_not_for_a_while() {
        var until = NOW.plus(Duration.ofMinutes(15));
        var declined = reader("declined").excluded(Optional.empty());
        var released = reader("released").excluded(Optional.of(until));
        var readers = List.of(declined.get(), released.get());

        var ranking = assigner.rank(CT, readers, NOW);

        assertThat(ranking.first()).isEmpty();
        assertThat(ranking.nobody()).contains(Phrase.of("workflow.nobody.left", "CT"));
        assertThat(ranking.nextChance()).contains(until);
        assertThat(order(assigner.rank(CT, readers, until))).containsExactly("released", "declined");
        assertThat(assigner.rank(CT, readers, until).first().orElseThrow().reader())
                .isEqualTo("released");
    }

    @Test
    void the_next_chance_is_when_the_next_qualified_shift_begins() {
        var tomorrow = reader("a").slots(slot(600, 1_000));
        var tonight = reader("b").slots(slot(300, 500));
        var other = reader("c").skills("MR").slots(slot(100, 500));

        var ranking = assigner.rank(CT, List.of(tomorrow.get(), tonight.get(), other.get()), NOW);

        assertThat(ranking.nextChance()).contains(NOW.plus(Duration.ofMinutes(300)));
        assertThat(ranking.nobody())
                .contains(Phrase.of("workflow.nobody.on-shift-until", "CT", NOW.plus(Duration.ofMinutes(300))));
    }

    @Test
    void with_no_readers_at_all_there_is_nobody() {
        var ranking = assigner.rank(CT, List.of(), NOW);

        assertThat(ranking.places()).isEmpty();
        assertThat(ranking.nobody()).isPresent();
        assertThat(ranking.nextChance()).isEmpty();
    }

    private static List<String> order(Ranking ranking) {
        return ranking.places().stream().map(Place::reader).toList();
    }

    private static Queued[] queue(double... minutes) {
        return DoubleStream.of(minutes)
                .mapToObj(m -> new Queued(Priority.ROUTINE, 1, m))
                .toArray(Queued[]::new);
    }

    private static Slot slot(long from, long until) {
        return new Slot(NOW.plus(Duration.ofMinutes(from)), NOW.plus(Duration.ofMinutes(until)));
    }

    /** A CT reader of pace 1 on shift, with an empty worklist, until told otherwise. */
    private static Some reader(String id) {
        return new Some(
                new Reader(id, Set.of("CT"), 1, List.of(slot(-60, 480)), List.of(), 0, false, Optional.empty()));
    }

    private record Some(Reader get) {
        Some pace(double pace) {
            return of(get.credentials(), pace, get.slots(), get.queue(), get.readsLately(), false, get.exclusion());
        }

        Some skills(String... skills) {
            return of(Set.of(skills), get.pace(), get.slots(), get.queue(), 0, false, get.exclusion());
        }

        Some slots(Slot... slots) {
            return of(get.credentials(), get.pace(), List.of(slots), get.queue(), 0, false, get.exclusion());
        }

        Some with(Queued... queue) {
            return of(
                    get.credentials(),
                    get.pace(),
                    get.slots(),
                    Arrays.asList(queue),
                    get.readsLately(),
                    false,
                    get.exclusion());
        }

        Some lately(int reads) {
            return of(get.credentials(), get.pace(), get.slots(), get.queue(), reads, false, get.exclusion());
        }

        Some knowing() {
            return of(get.credentials(), get.pace(), get.slots(), get.queue(), 0, true, get.exclusion());
        }

        Some excluded(Optional<Instant> until) {
            return of(
                    get.credentials(),
                    get.pace(),
                    get.slots(),
                    get.queue(),
                    0,
                    false,
                    Optional.of(new Exclusion(until)));
        }

        private Some of(
                Set<String> skills,
                double pace,
                List<Slot> slots,
                List<Queued> queue,
                int reads,
                boolean knows,
                Optional<Exclusion> exclusion) {
            return new Some(new Reader(get.id(), skills, pace, slots, queue, reads, knows, exclusion));
        }
    }
}
