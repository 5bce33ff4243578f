package org.radhub.router;

import java.io.IOException;

/** A call to a peer did not come about, or ended before its time. The message is for an engineer. */
public class PeerFailed extends IOException {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** No connection. */
        UNREACHABLE,
        /** A-ASSOCIATE-RJ (PS3.8 9.3.4), or an answer that makes no sense. */
        REJECTED,
        /** A-ABORT. */
        ABORTED,
        /** It let the hub wait for too long. */
        TIMED_OUT,
        /** The connection broke. */
        BROKEN,
        /** The hub could not go on: it stops, or its own copy of an instance broke while it was being sent. */
        GIVEN_UP
    }

    private final Reason reason;

    public PeerFailed(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
