package org.radhub.storage.dataset;

/** The bytes are not a data set that can be kept. The message is for the engineer at the sending end; it never quotes the data. */
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        super(message);
    }

    Malformed(String message, Throwable cause) {
        super(message, cause);
    }
}
