package org.radhub.router;

import java.io.IOException;

/** A call to a peer did not come about, or ended before its time. The message is for an engineer. */
public class PeerFailed extends IOException {
    private static final long serialVersionUID = 1L;

    public enum Reason {
        /** No connection, or no association. */
        UNREACHABLE,
        /** It does not want to be called, or not by the hub: A-ASSOCIATE-RJ (PS3.8 9.3.4), an HTTP status that speaks of the server, like 401, 404 or 503. */
        REJECTED,
        /** It was called over TLS, which did not come about: see {@link NotSecure}. */
        NOT_SECURE,
        /** It answered a request with a failure. */
        REFUSED,
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

    /** The message, and what kind of failure it was, in one line. */
    public String inWords() {
        return reason + " " + getMessage();
    }

    public Reason reason() {
        return reason;
    }
}
