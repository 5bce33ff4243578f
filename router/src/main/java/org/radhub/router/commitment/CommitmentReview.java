package org.radhub.router.commitment;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.SopReference;
import org.springframework.stereotype.Component;

/** Finds out what the hub can answer for. */
@Component
class CommitmentReview {
    private final Safekeeping safekeeping;
    private final Settings settings;
    private final Clock clock;

    CommitmentReview(Safekeeping safekeeping, Settings settings, Clock clock) {
        this.safekeeping = safekeeping;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The report; empty while something is missing that may be about to come. Once there is one, it is known what the device believes to have
     * sent: that is evidence.
     */
    Optional<Report> report(Asked asked) {
        var states = safekeeping.of(asked.site(), asked.references());
        var committed = new ArrayList<SopReference>();
        var failed = new LinkedHashMap<SopReference, Integer>();
        for (int i = 0; i < states.size(); i++) {
            var reference = asked.references().get(i);
            switch (states.get(i)) {
                case SAFE -> committed.add(reference);
                case NOT_THERE -> failed.put(reference, Report.NO_SUCH_OBJECT_INSTANCE);
                case OF_ANOTHER_CLASS -> failed.put(reference, Report.CLASS_INSTANCE_CONFLICT);
            }
        }
        if (!failed.isEmpty() && mayStillCome(asked)) {
            return Optional.empty();
        }
        safekeeping.commitmentAsked(asked.site(), asked.aeTitle(), asked.references());
        return Optional.of(Report.of(asked.transactionUid(), committed, failed));
    }

    /** On its way from the device, or into the index. */
    private boolean mayStillCome(Asked asked) {
        return clock.instant().isBefore(asked.askedAt().plus(settings.patience())) || safekeeping.mayLack();
    }
}
