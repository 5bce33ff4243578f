package org.radhub.router.sending;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Sees to it that a study whose priority nobody ever says is sent on as a routine one. */
@Component
class Unprioritized {
    private static final Logger LOG = LoggerFactory.getLogger(Unprioritized.class);
    private static final int MOST_AT_ONCE = 1_000;

    private final Routing routing;
    private final TransactionTemplate transaction;

    Unprioritized(Routing routing, PlatformTransactionManager transactions) {
        this.routing = routing;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Not right after a start: what says how urgent studies are may still wait in the outbox. Each study in a transaction of its own.
     */
    @Scheduled(
            initialDelayString = "${radhub.sending.priority-patience:PT10M}",
            fixedDelayString = "${radhub.sending.priority-look:PT15S}")
    void judge() {
        var judged = 0;
        while (judged < MOST_AT_ONCE && Boolean.TRUE.equals(transaction.execute(status -> routing.judgeOverdue()))) {
            judged++;
        }
        if (judged > 0) {
            LOG.info("Nobody said how urgent {} studies are; they are sent on as routine ones", judged);
        }
    }
}
