package org.radhub.router.sending;

import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.radhub.audit.AuditTrail;
import org.radhub.router.CommitmentReports;
import org.radhub.router.Sender;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What every delivery is made with. */
@Component
record Carriage(
        SendingQueue queue,
        Confirmations confirmations,
        Commitments commitments,
        ProblemList problems,
        DestinationBook destinations,
        Contents contents,
        Roads roads,
        Sender sender,
        CommitmentReports reports,
        AuditTrail trail,
        Backoff backoff,
        Settings settings,
        Clock clock,
        PlatformTransactionManager transactions) {

    /** Writes down how a delivery ended, in one transaction; all of it, or nothing where the lease was lost. */
    void settle(BooleanSupplier change) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            if (!change.getAsBoolean()) {
                status.setRollbackOnly();
            }
        });
    }
}
