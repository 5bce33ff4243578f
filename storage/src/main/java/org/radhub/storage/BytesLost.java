package org.radhub.storage;

import java.io.IOException;

/**
 * The hub had the instance, and its disk has damaged it before the object store had it. It can be read again as soon as it is sent again;
 * asking again before that is of no use.
 */
public class BytesLost extends IOException {
    private static final long serialVersionUID = 1L;

    public BytesLost(String sopInstanceUid) {
        super("the hub's disk has damaged instance " + sopInstanceUid + "; it has to be sent again");
    }
}
