package org.radhub.app.sending;

import java.util.UUID;
import org.radhub.router.Lane;
import org.radhub.router.Outgoing;
import org.radhub.workflow.CaseChanged;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Tells the outgoing queue how urgent a study is: as urgent as it is to read. */
@Component
class CaseLanes {
    private final ReadCases cases;
    private final Outgoing outgoing;

    CaseLanes(ReadCases cases, Outgoing outgoing) {
        this.cases = cases;
        this.outgoing = outgoing;
    }

    @ApplicationModuleListener
    void on(CaseChanged event) {
        cases.find(event.caseId())
                .map(ReadCase::studyId)
                .ifPresent(study -> outgoing.hasten(study, () -> laneOf(study)));
    }

    /** An earlier case of the study changes as well: when its report arrives, or when images come late. It says nothing of how urgent it is now. */
    private Lane laneOf(UUID study) {
        return switch (cases.newestOf(study).orElseThrow().priority()) {
            case STAT -> Lane.STAT;
            case URGENT -> Lane.URGENT;
            case ROUTINE -> Lane.ROUTINE;
        };
    }
}
