package org.radhub.router.sending;

import java.util.List;
import java.util.function.Consumer;
import org.radhub.router.Destination;
import org.radhub.router.Outcome;
import org.radhub.router.PeerFailed;
import org.radhub.storage.Instance;

/** A way to carry instances to a destination. */
interface Road {
    /**
     * Sends the instances, and tells of each what the destination said.
     *
     * @param leaving is run before the first byte of an instance leaves the hub; what it throws ends the try before that
     * @param told hears outcomes as soon as they are known, all that are known together; what it throws ends the try
     * @throws PeerFailed if it ended early; instances whose outcome was not told have none
     */
    void send(Destination destination, List<Instance> instances, Runnable leaving, Consumer<List<Outcome>> told)
            throws PeerFailed;

    /** Calls the destination without sending anything. */
    void verify(Destination destination) throws PeerFailed;
}
