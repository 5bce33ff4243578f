package org.radhub.workflow.process;

import java.util.Date;
import java.util.UUID;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.radhub.workflow.Priority;

/** The steps of remote-read.bpmn, as its expressions call them: between the engine's variables and the casework. */
public final class Steps {
    private final Casework casework;

    Steps(Casework casework) {
        this.casework = casework;
    }

    public void startClock(DelegateExecution execution) {
        var terms = new Terms(
                Priority.valueOf((String) execution.getVariable("priority")),
                (Integer) execution.getVariable("minutesToDeadline"),
                (String) execution.getVariable("skill"),
                (Integer) execution.getVariable("readMinutes"));
        execution.setVariable("deadline", Date.from(casework.startClock(caseOf(execution), terms)));
    }

    public void findReader(DelegateExecution execution) {
        var search = casework.findReader(caseOf(execution));
        execution.setVariable("readerFound", search.found());
        execution.setVariable("lookAgainAt", Date.from(search.lookAgainAt()));
    }

    public void escalate(DelegateExecution execution) {
        casework.escalate(caseOf(execution));
    }

    private static UUID caseOf(DelegateExecution execution) {
        return UUID.fromString(execution.getProcessBusinessKey());
    }
}
