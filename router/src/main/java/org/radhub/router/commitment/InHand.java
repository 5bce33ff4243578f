package org.radhub.router.commitment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * The requests that this process is about to report on. While it lives and renews its leases, no other process takes them; what a killed one
 * held is free again when the lease runs out. Whoever takes one lets go of it, whatever happens.
 */
@Component
class InHand {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_RENEWALS = LEASE.dividedBy(4);

    private final Set<UUID> ids = ConcurrentHashMap.newKeySet();
    private final CommitmentBook book;
    private final Clock clock;
    private Instant renewedAt = Instant.MIN;

    InHand(CommitmentBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /** Writes the request down and takes it; false if the device has made one of this Transaction UID before. */
    boolean keep(Asked asked) {
        if (!book.keep(asked, clock.instant().plus(LEASE))) {
            return false;
        }
        ids.add(asked.id());
        return true;
    }

    /** Takes what the device asks for once more. */
    void owe(Asked again) {
        book.owe(again.id(), again.askedAt(), clock.instant().plus(LEASE));
        ids.add(again.id());
    }

    /** Takes what is due for this device, the one that has waited longest first. */
    List<Asked> take(String aeTitle, int most) {
        var now = clock.instant();
        var taken = book.takeFor(aeTitle, now, now.plus(LEASE), most);
        taken.forEach(asked -> ids.add(asked.id()));
        return taken;
    }

    /** Whatever became of it is written down, or its lease runs out. */
    void letGo(Asked asked) {
        ids.remove(asked.id());
    }

    synchronized void renew() {
        var now = clock.instant();
        if (!now.isBefore(renewedAt.plus(BETWEEN_RENEWALS)) || now.isBefore(renewedAt)) {
            book.extend(List.copyOf(ids), now.plus(LEASE));
            renewedAt = now;
        }
    }
}
