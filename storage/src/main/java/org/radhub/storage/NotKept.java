package org.radhub.storage;

/** An instance was not kept. The message is an error comment (0000,0902) for the engineer at the other end. */
public class NotKept extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, in the terms of PS3.4 GG.4.2. */
    public enum Reason {
        /** A7xx: out of resources. */
        NO_ROOM,
        /** A9xx: data set does not match SOP class. */
        MISMATCH,
        /** Cxxx: cannot understand. */
        NOT_UNDERSTOOD,
        /** Cxxx as well, since sending it again will not help: larger than what is taken in. */
        TOO_LARGE,
        /** 0110: processing failure, not the sender's fault. */
        FAILED
    }

    private final Reason reason;

    public NotKept(Reason reason, String comment) {
        super(comment);
        this.reason = reason;
    }

    public NotKept(Reason reason, String comment, Throwable cause) {
        super(comment, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
