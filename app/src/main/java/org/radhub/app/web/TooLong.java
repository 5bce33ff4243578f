package org.radhub.app.web;

import java.io.IOException;

/** A request's body is longer than the hub reads into memory. */
public final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    private final long most;

    /** @param most bytes that it may have */
    public TooLong(long most) {
        super("more than " + most + " bytes");
        this.most = most;
    }

    public long most() {
        return most;
    }
}
