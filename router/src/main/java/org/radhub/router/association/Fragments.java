package org.radhub.router.association;

import java.io.IOException;
import java.io.InputStream;

/**
 * A data set on its way to a peer, a P-DATA-TF at a time, in two buffers whatever its size: the last fragment has to say that it is the last. The
 * first is read when this is made, so that a data set that cannot be read is found before anything was said.
 */
final class Fragments implements AutoCloseable {
    private final InputStream in;
    private byte[] current;
    private byte[] following;
    private int length;
    private int followingLength;

    /** @param most bytes of data set in a P-DATA-TF */
    Fragments(InputStream in, int most) throws IOException {
        this.in = in;
        this.current = new byte[Pdu.VALUE + most];
        this.following = new byte[Pdu.VALUE + most];
        try {
            followingLength = in.readNBytes(following, Pdu.VALUE, most);
            if (followingLength == 0) {
                throw new IOException("the data set is empty");
            }
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Goes on to the next fragment; false when there is none. */
    boolean next() throws IOException {
        var free = current;
        current = following;
        length = followingLength;
        following = free;
        followingLength = length == 0 ? 0 : in.readNBytes(following, Pdu.VALUE, following.length - Pdu.VALUE);
        return length > 0;
    }

    /** Bytes of the data set in this fragment. */
    int length() {
        return length;
    }

    /** The P-DATA-TF: the first {@link Pdu#VALUE} + {@link #length} bytes. */
    byte[] pdu(int contextId) {
        Pdu.dataFragment(current, contextId, length, followingLength == 0);
        return current;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
