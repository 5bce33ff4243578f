package org.radhub.router.sending;

import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
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
     * Not right after a start: what says how urgent studies are may still wait in the outbox. Each study in a transaction of its own, so that one
     * that cannot be judged holds no other back.
     */
    @Scheduled(
            initialDelayString = "${radhub.sending.priority-start:PT1M}",
            fixedDelayString = "${radhub.sending.priority-look:PT15S}")
    void judge() {
        var judged = 0;
        var due = next();
        while (due.isPresent() && judged < MOST_AT_ONCE) {
            judge(due.get());
            judged++;
            due = next();
        }
        if (judged > 0) {
            LOG.info("Nobody said how urgent {} studies are; they are sent on as routine ones", judged);
        }
    }

    private Optional<UUID> next() {
        return transaction.execute(status -> routing.takeOverdue());
    }

    private void judge(UUID study) {
        try {
            transaction.executeWithoutResult(status -> routing.judgeAsRoutine(study));
        } catch (DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("study {} could not be judged by the rules for routine studies; it is tried again", study, e);
        }
    }
}
