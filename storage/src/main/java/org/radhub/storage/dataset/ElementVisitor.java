package org.radhub.storage.dataset;

import java.io.IOException;

/** Is shown the elements of a data set in the order in which they come. */
interface ElementVisitor {
    /**
     * How many of the value's first bytes are wanted; they are then given to {@link #value}.
     *
     * @param depth 0: of the data set itself; n: in an item of the nth nested sequence
     * @param length of the value in bytes
     */
    int wants(int depth, int tag, Vr vr, long length);

    /** The first bytes of the value, as many as were wanted, and at most its length. */
    void value(int depth, int tag, Vr vr, byte[] bytes, boolean bigEndian) throws IOException, Malformed;

    default void startSequence(int tag) throws IOException {}

    default void startItem() throws IOException {}

    default void endItem() throws IOException {}

    default void endSequence() throws IOException {}

    /** Bytes of the data set's own pixel data, as they pass. */
    default void pixels(byte[] buffer, int offset, int length) {}
}
