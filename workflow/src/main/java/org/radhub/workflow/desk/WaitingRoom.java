package org.radhub.workflow.desk;

import java.util.HashSet;
import java.util.UUID;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.RosterChanged;
import org.radhub.workflow.cases.CaseRepository;
import org.radhub.workflow.process.ReadProcess;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks again at the cases that wait, most urgent first, when something has changed for the better. What is missed here, the timer in each
 * waiting case's process finds.
 */
@Component
class WaitingRoom {
    private final CaseRepository cases;
    private final ReadProcess process;
    private final TransactionTemplate each;

    WaitingRoom(CaseRepository cases, ReadProcess process, PlatformTransactionManager transactions) {
        this.cases = cases;
        this.process = process;
        this.each = new TransactionTemplate(transactions);
        this.each.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @ApplicationModuleListener(propagation = Propagation.NOT_SUPPORTED)
    void on(RosterChanged event) {
        lookAgain();
    }

    @ApplicationModuleListener(propagation = Propagation.NOT_SUPPORTED)
    void on(ReaderFreed event) {
        lookAgain();
    }

    /** Each case in a transaction of its own. When one finds nobody, those that need the same skill and are less urgent wait on. */
    private void lookAgain() {
        var nobodyFor = new HashSet<String>();
        for (var waiting : cases.waiting()) {
            if (!nobodyFor.contains(waiting.skill()) && !found(waiting.id())) {
                nobodyFor.add(waiting.skill());
            }
        }
    }

    private boolean found(UUID caseId) {
        return Boolean.TRUE.equals(each.execute(transaction -> {
            var filed = cases.lock(caseId).orElseThrow();
            if (filed.read().state() == CaseState.WAITING) {
                process.lookAgain(filed.process());
            }
            return cases.find(caseId).orElseThrow().state() != CaseState.WAITING;
        }));
    }
}
