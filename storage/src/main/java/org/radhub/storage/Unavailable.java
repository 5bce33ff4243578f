package org.radhub.storage;

import java.io.IOException;

/** What is kept cannot be had at this moment, and nothing is wrong with it. The message is for an operator, on one line. */
public final class Unavailable extends IOException {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Why {
        /** The object store does not answer, or does not do what it is asked. */
        OBJECT_STORE("the object store does not give it now"),
        /** Another process of the hub received it, and has not brought it to the object store yet. */
        OTHER_SPOOL("it is still with another process of the hub");

        private final String said;

        Why(String said) {
            this.said = said;
        }

        /** For an engineer at a peer: says nothing of the hub's inside. */
        public String said() {
            return said;
        }
    }

    private final Why why;

    public Unavailable(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
