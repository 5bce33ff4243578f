package org.radhub.report.delivery;

import static org.radhub.registry.Refused.Kind.CONFLICT;
import static org.radhub.registry.Refused.Kind.NOT_ALLOWED;
import static org.radhub.registry.Refused.Kind.NOT_FOUND;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.report.Deliveries;
import org.radhub.report.Delivery;
import org.radhub.report.DeliveryState;
import org.radhub.workflow.ReportProgress;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people see of deliveries, and say about them. */
@Component
class Handovers implements Deliveries {
    private final DeliveryQueue queue;
    private final Inbox inbox;
    private final ReportProgress progress;
    private final Clock clock;
    private final TransactionTemplate transaction;

    Handovers(
            DeliveryQueue queue,
            Inbox inbox,
            ReportProgress progress,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.queue = queue;
        this.inbox = inbox;
        this.progress = progress;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public List<Delivery> ofCase(UUID caseId) {
        return queue.ofCase(caseId);
    }

    @Override
    public List<Delivery> inboxOf(String site, int limit) {
        return inbox.of(site, limit);
    }

    @Override
    public List<Delivery> dead(int limit) {
        return queue.dead(limit);
    }

    @Override
    public Map<DeliveryState, Long> byState() {
        return queue.byState();
    }

    @Override
    public Delivery acknowledge(UUID deliveryId, Person doctor) {
        return transaction.execute(status -> {
            var meant = queue.find(deliveryId).orElseThrow(Handovers::unknown);
            if (!doctor.is(Role.DOCTOR) || !doctor.site().equals(meant.recipientSite())) {
                throw new Refused(NOT_ALLOWED, Phrase.of("report.delivery-not-yours"));
            }
            for (var delivery : queue.lockUpTo(meant)) {
                acknowledgeOne(delivery, doctor, delivery.id().equals(deliveryId));
            }
            return queue.find(deliveryId).orElseThrow(Handovers::unknown);
        });
    }

    private void acknowledgeOne(Delivery delivery, Person doctor, boolean asked) {
        if (delivery.state() == DeliveryState.DELIVERED) {
            queue.acknowledged(delivery, doctor.id(), clock.instant());
            progress.acknowledged(delivery.caseId(), doctor.id(), delivery.recipientSite());
        } else if (asked && delivery.state() != DeliveryState.ACKNOWLEDGED) {
            throw new Refused(CONFLICT, Phrase.of("report.delivery-not-there-yet"));
        }
    }

    @Override
    public Delivery replay(UUID deliveryId, Person operator) {
        if (!operator.is(Role.COORDINATOR) && !operator.is(Role.ADMIN)) {
            throw new Refused(NOT_ALLOWED, Phrase.of("report.replay-not-allowed"));
        }
        return transaction.execute(status -> {
            var delivery = queue.lock(deliveryId).orElseThrow(Handovers::unknown);
            if (delivery.state() != DeliveryState.DEAD) {
                throw new Refused(CONFLICT, Phrase.of("report.delivery-not-dead"));
            }
            queue.requeue(delivery, clock.instant());
            return queue.find(deliveryId).orElseThrow(Handovers::unknown);
        });
    }

    private static Refused unknown() {
        return new Refused(NOT_FOUND, Phrase.of("report.delivery-unknown"));
    }
}
