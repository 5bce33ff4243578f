package org.radhub.workflow.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radhub.workflow.Priority;
import org.radhub.workflow.roster.Slot;

/** What holds for every region: drawn at random, from fixed seeds. */
class AssignerPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-11-02T01:00:00Z");
    private static final List<String> SKILLS = List.of("CT", "MR", "DX", "MG");

    private record Region(long seed, Duration lookAhead, CaseToRead read, List<Reader> readers) {
        Ranking ranked() {
            return new Assigner(lookAhead).rank(read, readers, NOW);
        }
    }

    static Stream<Region> regions() {
        return IntStream.range(0, 500).mapToObj(AssignerPropertiesTest::region);
    }

    @ParameterizedTest
    @MethodSource("regions")
    void every_reader_has_a_place_and_a_reason_and_the_able_ones_come_first(Region region) {
        var ranking = region.ranked();

        assertThat(ranking.places())
                .extracting(Place::reader)
                .containsExactlyInAnyOrderElementsOf(
                        region.readers().stream().map(Reader::id).toList());
        var able = ranking.places().stream().map(Place::able).toList();
        assertThat(able).isSortedAccordingTo(Collections.reverseOrder());
        assertThat(ranking.nobody().isPresent()).isEqualTo(ranking.first().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("regions")
    void whoever_gets_it_may_read_it_is_there_and_is_done_before_the_shift_ends(Region region) {
        region.ranked().places().stream().filter(Place::able).forEach(place -> {
            var reader = region.readers().stream()
                    .filter(one -> one.id().equals(place.reader()))
                    .findFirst()
                    .orElseThrow();
            var done = place.doneAt().orElseThrow();
            var own = Duration.ofMillis(Math.round(region.read().minutes() / reader.pace() * 60_000));
            assertThat(CaseToRead.mayRead(reader.credentials(), region.read().skill()))
                    .isTrue();
            assertThat(reader.exclusion())
                    .satisfiesAnyOf(none -> assertThat(none).isEmpty(), over -> assertThat(
                                    over.orElseThrow().until().orElseThrow())
                            .isBeforeOrEqualTo(NOW));
            assertThat(reader.slots()).anySatisfy(slot -> {
                assertThat(slot.from()).isBeforeOrEqualTo(NOW.plus(region.lookAhead()));
                assertThat(slot.from()).isBeforeOrEqualTo(done.minus(own).plusMillis(1));
                assertThat(slot.until()).isAfterOrEqualTo(done.minusMillis(1));
            });
        });
    }

    @ParameterizedTest
    @MethodSource("regions")
    void nobody_able_is_done_a_minute_before_whoever_gets_it(Region region) {
        var ranking = region.ranked();
        ranking.first().ifPresent(first -> assertThat(ranking.places().stream().filter(Place::able))
                .allSatisfy(place -> assertThat(place.doneAt().orElseThrow())
                        .isAfter(first.doneAt().orElseThrow().minus(Duration.ofMinutes(1)))));
    }

    @ParameterizedTest
    @MethodSource("regions")
    void the_order_in_which_the_readers_are_named_changes_nothing(Region region) {
        var shuffled = new ArrayList<>(region.readers());
        Collections.shuffle(shuffled, new Random(region.seed()));

        assertThat(new Assigner(region.lookAhead()).rank(region.read(), shuffled, NOW))
                .isEqualTo(region.ranked());
    }

    @ParameterizedTest
    @MethodSource("regions")
    void more_work_never_makes_a_reader_done_earlier(Region region) {
        region.ranked().first().ifPresent(first -> {
            var loaded = region.readers().stream()
                    .map(reader -> reader.id().equals(first.reader()) ? loaded(reader) : reader)
                    .toList();

            var again = new Assigner(region.lookAhead()).rank(region.read(), loaded, NOW);

            again.places().stream()
                    .filter(place -> place.reader().equals(first.reader()))
                    .flatMap(place -> place.doneAt().stream())
                    .forEach(done -> assertThat(done).isAfter(first.doneAt().orElseThrow()));
        });
    }

    private static Reader loaded(Reader reader) {
        var queue = new ArrayList<>(reader.queue());
        queue.add(new Reader.Queued(Priority.STAT, 1, 7));
        return new Reader(
                reader.id(),
                reader.credentials(),
                reader.pace(),
                reader.slots(),
                queue,
                reader.readsLately(),
                reader.knowsPatient(),
                reader.exclusion());
    }

    private static Region region(long seed) {
        var random = new Random(seed);
        var readers = IntStream.range(0, random.nextInt(12))
                .mapToObj(i -> reader("r" + i, random))
                .toList();
        var read = new CaseToRead(
                random.nextInt(10) == 0 ? CaseToRead.ANY_READER : pick(SKILLS, random),
                pick(List.of(Priority.values()), random),
                1 + random.nextInt(20));
        return new Region(seed, Duration.ofMinutes(random.nextInt(3) * 30L), read, readers);
    }

    private static Reader reader(String id, Random random) {
        var skills = new TreeSet<String>();
        IntStream.range(0, 1 + random.nextInt(3)).forEach(i -> skills.add(pick(SKILLS, random)));
        return new Reader(
                id,
                Set.copyOf(skills),
                0.5 + random.nextInt(6) * 0.25,
                slots(random),
                IntStream.range(0, random.nextInt(10))
                        .mapToObj(i ->
                                new Reader.Queued(pick(List.of(Priority.values()), random), 1, 1 + random.nextInt(20)))
                        .toList(),
                random.nextInt(5),
                random.nextBoolean(),
                exclusion(random));
    }

    private static List<Slot> slots(Random random) {
        var slots = IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> {
                    var from = NOW.plus(Duration.ofMinutes(random.nextInt(900) - 300L));
                    return new Slot(from, from.plus(Duration.ofMinutes(10 + random.nextInt(300))));
                })
                .filter(slot -> slot.until().isAfter(NOW))
                .toList();
        return Slot.merged(slots);
    }

    private static Optional<Reader.Exclusion> exclusion(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Optional.of(new Reader.Exclusion(Optional.empty()));
            case 1 ->
                Optional.of(new Reader.Exclusion(Optional.of(NOW.plus(Duration.ofMinutes(random.nextInt(20) - 10L)))));
            default -> Optional.empty();
        };
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
