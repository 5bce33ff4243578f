package org.radhub.router.association;

import java.io.IOException;

/**
 * What a service has still to say on an association after it has answered a request, such as a report that is not ready yet. It is tried
 * between two messages of the peer, and never before something that the peer has begun to say.
 */
public interface Afterthought {
    /**
     * Called in the association's thread, several times a second; so it does not wait.
     *
     * @return whether it is done with
     * @throws IOException of the exchange, which is over then
     */
    boolean attempt() throws IOException;

    /** The association has ended before it was done with, has too many of them, or this one failed; it is not tried again. */
    void missed();
}
