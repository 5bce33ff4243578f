package org.radhub.app.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.radhub.registry.Phrase;
import org.radhub.registry.StudyKey;
import org.radhub.router.Lane;
import org.radhub.router.Outgoing;
import org.radhub.storage.Patient;
import org.radhub.workflow.CaseChanged;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Priority;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;

class CaseLanesTest {
    private static final UUID STUDY = new UUID(1, 1);
    private static final Instant AT = Instant.parse("2026-03-02T08:00:00Z");

    /** Oldest first. */
    private final List<ReadCase> cases = new ArrayList<>();
    /** As the queue is told, which asks for them. */
    private final List<Lane> lanes = new ArrayList<>();

    private Runnable beforeTheQueueAsks = () -> {};

    @Test
    void a_study_is_as_urgent_as_its_case() {
        changed(add(Priority.URGENT, CaseState.ASSIGNED));

        assertThat(lanes).containsExactly(Lane.URGENT);
    }

    @Test
    void what_happens_to_a_case_that_was_read_makes_its_study_no_less_urgent_that_is_to_be_read_again() {
        var read = add(Priority.ROUTINE, CaseState.SIGNED);
        var again = add(Priority.STAT, CaseState.ASSIGNED);

        changed(again);
        changed(read);

        assertThat(lanes).containsExactly(Lane.STAT, Lane.STAT);
    }

    @Test
    void a_priority_that_is_given_before_the_queue_takes_the_earlier_one_is_what_it_takes() {
        var first = add(Priority.ROUTINE, CaseState.ASSIGNED);
        beforeTheQueueAsks = () -> {
            cases.clear();
            add(Priority.STAT, CaseState.ASSIGNED);
        };

        changed(first);

        assertThat(lanes).containsExactly(Lane.STAT);
    }

    private void changed(ReadCase read) {
        new CaseLanes(readCases(), outgoing()).on(new CaseChanged(read.id(), read.site(), read.state(), AT));
    }

    private ReadCase add(Priority priority, CaseState state) {
        var read = new ReadCase(
                UUID.randomUUID(),
                STUDY,
                new StudyKey("COUNTYA", "1.2"),
                new Patient("P7", "", "ZHANG^WEI=张^伟", "19700501", "M"),
                "A1",
                "CT",
                "HEAD",
                "CT head",
                "20260302",
                1,
                "CT",
                priority,
                state,
                Optional.of("reader1"),
                Phrase.of("workflow.assigned"),
                AT,
                AT,
                Optional.empty(),
                "",
                "",
                0);
        cases.add(read);
        return read;
    }

    private ReadCases readCases() {
        return answering(ReadCases.class, (method, argument) -> switch (method) {
            case "find" ->
                cases.stream().filter(read -> read.id().equals(argument[0])).findFirst();
            case "newestOf" -> Optional.of(cases.get(cases.size() - 1));
            default -> throw new AssertionError("nothing else is asked of cases, and not " + method);
        });
    }

    private Outgoing outgoing() {
        return answering(Outgoing.class, (method, argument) -> {
            assertThat(method).isEqualTo("hasten");
            assertThat(argument[0]).isEqualTo(STUDY);
            beforeTheQueueAsks.run();
            lanes.add((Lane) ((Supplier<?>) argument[1]).get());
            return null;
        });
    }

    private interface Answers {
        Object to(String method, Object[] argument);
    }

    private static <T> T answering(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.to(method.getName(), arguments)));
    }
}
