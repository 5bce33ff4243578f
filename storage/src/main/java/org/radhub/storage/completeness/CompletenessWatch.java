package org.radhub.storage.completeness;

import java.time.Clock;
import java.time.Duration;
import org.radhub.registry.Trouble;
import org.radhub.storage.intake.IndexFeed;
import org.radhub.storage.processes.ProcessBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks, several times a second, for studies that have become complete. Any number of processes may do so at once. */
@Component
class CompletenessWatch {
    private static final Logger LOG = LoggerFactory.getLogger(CompletenessWatch.class);

    private final Trouble away = new Trouble(LOG, "completeness cannot be decided while the database does not answer");
    private final IndexFeed index;
    private final ProcessBook processes;
    private final Completion completion;
    private final StudyProgress progress;
    private final Clock clock;
    private final Duration storeFirst;

    /** @param storeFirst how long the arrival of a complete study is held back for the object store to have it */
    CompletenessWatch(
            IndexFeed index,
            ProcessBook processes,
            Completion completion,
            StudyProgress progress,
            Clock clock,
            @Value("${radhub.storage.store-first:5s}") Duration storeFirst) {
        this.index = index;
        this.processes = processes;
        this.completion = completion;
        this.progress = progress;
        this.clock = clock;
        this.storeFirst = storeFirst;
    }

    @Scheduled(fixedDelayString = "${radhub.storage.watch:500ms}")
    void look() {
        try {
            decide();
            away.passed();
        } catch (DataAccessException | TransactionException e) {
            away.met(e);
        }
    }

    private void decide() {
        boolean more = true;
        while (more) {
            var others = processes.others();
            var now = clock.instant();
            // After a crash, or a time without the database, what a study has may still be on its way into the index.
            more = !index.isCatchingUp() && completion.judgeOne(now.minus(others.clockBehind()), others.mayLack());
            more |= progress.tellArrival(now.minus(storeFirst));
            more |= progress.tellStored();
        }
    }
}
