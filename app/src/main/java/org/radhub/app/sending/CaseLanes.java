package org.radhub.app.sending;

import org.radhub.router.Lane;
import org.radhub.router.Outgoing;
import org.radhub.workflow.CaseChanged;
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
                .ifPresent(read -> outgoing.hasten(
                        read.studyId(),
                        switch (read.priority()) {
                            case STAT -> Lane.STAT;
                            case URGENT -> Lane.URGENT;
                            case ROUTINE -> Lane.ROUTINE;
                        }));
    }
}
