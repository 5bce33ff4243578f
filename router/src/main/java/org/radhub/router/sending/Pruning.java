package org.radhub.router.sending;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes out of the queue what was delivered long ago, a little at a time, so that nobody waits for it. */
@Component
class Pruning {
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
    private static final int AT_ONCE = 200;
    private static final int MOST_BATCHES = 50;

    private final PastSendings past;
    private final Settings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Pruning(PastSendings past, Settings settings, Clock clock, PlatformTransactionManager transactions) {
        this.past = past;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Each batch in a transaction of its own; where another process is at it, there is nothing to do. */
    @Scheduled(fixedDelayString = "${radhub.sending.prune-every:PT10M}")
    void prune() {
        var before = clock.instant().minus(settings.keepDelivered());
        var all = 0;
        var some = AT_ONCE;
        for (var batch = 0; batch < MOST_BATCHES && some == AT_ONCE; batch++) {
            some = transaction.execute(status -> past.alone() ? past.prune(before, AT_ONCE) : 0);
            all += some;
        }
        if (all > 0) {
            LOG.info("{} sendings that were delivered before {} are off the list", all, before);
        }
    }
}
