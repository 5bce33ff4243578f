package org.radhub.storage;

import java.io.IOException;

/**
 * The hub had the instance, and has lost its bytes: its disk damaged them before the object store had them, or what the object store did
 * to them was written off. It can be read again as soon as it is sent again; asking again before that is of no use.
 */
public class BytesLost extends IOException {
    private static final long serialVersionUID = 1L;

    public BytesLost(String sopInstanceUid) {
        super("the hub has lost the bytes of instance " + sopInstanceUid + "; it has to be sent again");
    }
}
