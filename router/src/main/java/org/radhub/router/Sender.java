package org.radhub.router;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.radhub.storage.SopReference;

/** Calls DICOM peers, as a service class user. Safe for use by many threads; each call waits until it is over. */
public interface Sender {
    /**
     * C-ECHO (PS3.4 annex A).
     *
     * @throws PeerFailed if the peer could not be reached, or did not answer with success
     */
    void verify(Peer peer) throws PeerFailed;

    /**
     * C-STORE (PS3.4 annex B) of the instances in their order, one after the other in one association, with one presentation context for
     * each SOP class and transfer syntax. Where there are more than the 128 of those that an association may have, another association
     * follows. Memory does not grow with the size of the instances.
     *
     * @param told hears the outcome of each instance as soon as it is known; what it throws ends the association, and goes on to the caller
     * @throws PeerFailed if the association did not come about or broke; instances whose outcome was not told have none
     */
    default void send(Peer peer, List<OutgoingInstance> instances, Consumer<Outcome> told) throws PeerFailed {
        send(peer, Optional.empty(), instances, told);
    }

    /**
     * Likewise, each C-STORE being a sub-operation of a C-MOVE (PS3.4 C.4.2).
     *
     * @param originator on whose behalf; empty: on the hub's own
     */
    void send(Peer peer, Optional<MoveOriginator> originator, List<OutgoingInstance> instances, Consumer<Outcome> told)
            throws PeerFailed;

    /** How a request for storage commitment went. */
    enum Commitment {
        /** The report came in the same association, and was taken. */
        REPORTED,
        /** The peer took the request; its report has yet to come. */
        PENDING,
        /** The peer does not offer storage commitment. */
        NOT_OFFERED
    }

    /**
     * Asks for storage commitment by the push model (PS3.4 annex J): N-ACTION, and waits in the same association for the N-EVENT-REPORT.
     *
     * @param transactionUid new for each request
     * @param wait how long to wait for the report
     * @param reports takes the report, if it comes; it is answered with success after it was taken
     * @throws PeerFailed if the association did not come about or broke, or if the peer refused the request
     */
    Commitment commit(
            Peer peer, String transactionUid, List<SopReference> instances, Duration wait, CommitmentReports reports)
            throws PeerFailed;
}
