package org.radhub.router;

import java.util.List;
import java.util.function.Consumer;

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
    void send(Peer peer, List<OutgoingInstance> instances, Consumer<Outcome> told) throws PeerFailed;
}
