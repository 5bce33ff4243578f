package org.radhub.workflow.cases;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Phrase;
import org.radhub.storage.Study;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Priority;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.process.ReadProcess;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opens cases: the row and its process in one transaction, so that neither is ever there without the other. */
@Component
public class Opening {
    private final CaseRepository cases;
    private final ReadProcess process;
    private final FactsOfCase facts;
    private final Clock clock;

    Opening(CaseRepository cases, ReadProcess process, FactsOfCase facts, Clock clock) {
        this.cases = cases;
        this.process = process;
        this.facts = facts;
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    /** What a doctor asks about a study. */
    public record Question(Optional<Priority> priority, String clinicalQuestion, String history) {
        public static final Question NONE = new Question(Optional.empty(), "", "");
    }

    /**
     * Opens a case, and lets its process run up to where it waits for somebody.
     *
     * @param onArrival whether it is the one case that the study's arrival opens
     * @return its id; empty if there is one already
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UUID> open(Study study, Question question, boolean onArrival) {
        var read = undecided(study, question);
        if (!cases.insert(read, onArrival)) {
            return Optional.empty();
        }
        cases.runsAs(read.id(), process.start(read.id(), facts.of(read, question.priority())));
        return Optional.of(read.id());
    }

    /** Nobody's yet; priority, skill and deadline are decided by the process's first steps, before anybody else sees the row. */
    private ReadCase undecided(Study study, Question question) {
        var now = clock.instant();
        return new ReadCase(
                UUID.randomUUID(),
                study.id(),
                study.key(),
                study.patient(),
                study.accessionNumber(),
                Modality.readAs(study.modalities()),
                study.bodyPart(),
                study.description(),
                study.studyDate(),
                study.instanceCount(),
                "",
                Priority.ROUTINE,
                CaseState.WAITING,
                Optional.empty(),
                Phrase.of("workflow.nobody.yet"),
                now,
                now,
                Optional.empty(),
                question.clinicalQuestion(),
                question.history(),
                0);
    }
}
