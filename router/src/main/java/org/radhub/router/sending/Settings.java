package org.radhub.router.sending;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the outgoing queue is worked off.
 *
 * @param lease how long after its last sign of life a worker is held to be dead
 * @param firstWait longest wait after the first failure; it doubles with each one
 * @param longestWait where doubling ends
 * @param tries a sending that failed so often for its own sake is given up
 * @param refusals an instance that was refused for good so often is not sent again
 * @param giveUpAfter a sending that could not be delivered for so long is given up, however often it was tried
 * @param commitmentWait how long to wait for a storage commitment report in the association in which it was asked for; a place at the
 *     destination is taken meanwhile, and a report that comes later comes in an association of its own
 * @param commitmentDeadline when to ask again for a report that did not come
 * @param confirmEvery how long confirmations may wait to be written down together
 * @param keepDelivered how long what was delivered stays in the list; what was given up or discarded stays for good
 * @param stopTimeout how long workers may take to put down what they carry when the hub stops
 * @param web for destinations that are called by DICOMweb
 */
@ConfigurationProperties("radhub.sending")
record Settings(
        @DefaultValue("60s") Duration lease,
        @DefaultValue("5s") Duration firstWait,
        @DefaultValue("10m") Duration longestWait,
        @DefaultValue("50") int tries,
        @DefaultValue("3") int refusals,
        @DefaultValue("7d") Duration giveUpAfter,
        @DefaultValue("3s") Duration commitmentWait,
        @DefaultValue("1h") Duration commitmentDeadline,
        @DefaultValue("500ms") Duration confirmEvery,
        @DefaultValue("30d") Duration keepDelivered,
        @DefaultValue("5s") Duration stopTimeout,
        @DefaultValue Web web) {

    /**
     * How long a DICOMweb server may let the hub wait.
     *
     * @param connectTimeout for a connection
     * @param stallTimeout for the server to take the next bytes of a request
     * @param responseTimeout for the answer to a request
     */
    record Web(
            @DefaultValue("10s") Duration connectTimeout,
            @DefaultValue("1m") Duration stallTimeout,
            @DefaultValue("5m") Duration responseTimeout) {}

    Settings {
        if (tries < 1
                || refusals < 1
                || lease.isNegative()
                || lease.isZero()
                || firstWait.isNegative()
                || firstWait.isZero()
                || keepDelivered.isNegative()
                || keepDelivered.isZero()) {
            throw new IllegalArgumentException(
                    "radhub.sending: tries, refusals, lease, first-wait and keep-delivered must be positive");
        }
    }
}
