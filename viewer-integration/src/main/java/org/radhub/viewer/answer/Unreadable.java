package org.radhub.viewer.answer;

import java.io.EOFException;
import java.io.IOException;

/**
 * Stored bytes end before they should. No {@link EOFException}, nor caused by one: Spring takes that for a client that has gone, and ends the
 * answer as if it were whole, so that the client waits for the rest.
 */
public class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    public Unreadable(EOFException end) {
        super("stored bytes end early: " + end.getMessage());
        addSuppressed(end);
    }
}
