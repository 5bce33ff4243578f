package org.radhub.storage;

import java.io.IOException;
import java.io.InputStream;

/** The way in for instances. Safe for use by many threads at once. */
public interface Intake {
    /**
     * Keeps one data set. When this returns, the bytes are on stable storage exactly as they were sent, behind a File Meta
     * Information that the hub wrote (PS3.10 7.1), and a restart would find them.
     *
     * <p>The index follows within moments, behind this call: an instance that was there already (same content: one copy stays; other
     * content: kept aside, and the study gets a warning) is found then, and is a success for the sender either way.
     *
     * @param dataSet the encoded data set without File Meta Information; read to its end, except when this throws
     * @throws NotKept if nothing was kept; its reason and comment are the answer for the sender
     * @throws IOException if the stream broke; nothing was kept
     */
    Receipt keep(Offer offer, InputStream dataSet) throws NotKept, IOException;

    /** The sender closed the association, or it broke: evidence towards completeness of the studies it sent to. */
    void associationClosed(String association);
}
