package org.radhub.router.association;

import java.io.IOException;
import java.util.Optional;
import org.radhub.router.Outcome;
import org.radhub.router.OutgoingInstance;

/** One request of a peer, and what is said until it is answered. For the thread that was given it; not to be kept. */
public interface Exchange {
    Caller caller();

    CommandSet command();

    /** What the presentation context of the request was accepted for. */
    String abstractSyntaxUid();

    String transferSyntaxUid();

    /** The request's data set, encoded in the context's transfer syntax; no bytes when there is none, and after the final response. */
    byte[] dataSet();

    void respond(Reply reply) throws IOException;

    default void respond(Status status) throws IOException {
        respond(Reply.of(status));
    }

    /**
     * Leaves something to be said when this request has been answered: as long as the association is open, and as soon as it can be. Only what
     * is left here may use the exchange later.
     */
    void afterwards(Afterthought afterthought);

    /** Whether the peer has sent a C-CANCEL-RQ (PS3.7 9.3.2.3) for this request until now. Does not wait for one. */
    boolean cancelled() throws IOException;

    /**
     * The transfer syntax that was agreed for the hub's own requests in this abstract syntax; empty if there is no such context.
     * N-EVENT-REPORT goes from the SCP to the SCU, and needs a context with the usual roles.
     */
    Optional<String> transferSyntaxFor(String abstractSyntaxUid);

    /**
     * Sends a request on this association, and waits for its response. What the peer asks in between is answered.
     *
     * @throws IllegalArgumentException if no context was accepted for its abstract syntax
     */
    CommandSet ask(Request request) throws IOException;

    /**
     * C-STORE to the peer as a sub-operation (PS3.4 C.4.3), through a context for which the peer took the role of SCP. Memory does not grow
     * with the size of the instance.
     *
     * @return {@code NOT_NEGOTIATED} if there is no such context with the instance's transfer syntax: nothing was sent
     */
    Outcome store(OutgoingInstance instance) throws IOException;
}
