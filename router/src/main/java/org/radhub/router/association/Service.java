package org.radhub.router.association;

import java.io.IOException;
import java.util.Set;

/**
 * A service class that the hub provides (PS3.4), beside Verification and Storage, which the association answers itself. A bean of this type is
 * found and used by itself; no two may name the same abstract syntax.
 */
public interface Service {
    int USUAL_DATA_SET = 1 << 20;

    /** The abstract syntaxes for which presentation contexts are accepted, in Explicit or Implicit VR Little Endian. */
    Set<String> abstractSyntaxes();

    /**
     * Answers one request that came through a context of these abstract syntaxes, with at least one response, the last of which is not
     * pending. Called by many threads at once, one for each association. What it throws besides IOException is answered with a failure.
     *
     * @throws IOException of the exchange, which is over then; it goes on to the caller
     */
    void answer(Exchange exchange) throws IOException;

    /** The longest data set of a request that is taken, in bytes; a longer one is answered with a failure. */
    default int longestDataSet() {
        return USUAL_DATA_SET;
    }

    /**
     * Whether it is there, too, for a destination that calls the hub without being registered as a device: {@link Caller#isDestination}. What it
     * answers then is for the service to decide.
     */
    default boolean isForDestinations() {
        return false;
    }

    /** Whether the requestor may propose itself as SCP of these abstract syntaxes (PS3.7 D.3.3.4), so that the hub calls it as SCU. */
    default boolean isScuToo() {
        return false;
    }
}
