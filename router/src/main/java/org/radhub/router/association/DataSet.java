package org.radhub.router.association;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;

/** The bytes of a message's data set, as they come, gathered from its values. It ends where the last fragment does. */
final class DataSet extends InputStream {
    private static final int SCRATCH = 64 << 10;

    private final Pdvs pdvs;
    private final int contextId;
    private long count;
    private boolean begun;
    private boolean ended;
    private Optional<IOException> failure = Optional.empty();

    private DataSet(Pdvs pdvs, int contextId, boolean ended) {
        this.pdvs = pdvs;
        this.contextId = contextId;
        this.ended = ended;
    }

    /** The data set that follows the command just read. */
    static DataSet following(Pdvs pdvs, int contextId) {
        return new DataSet(pdvs, contextId, false);
    }

    /** Of a message without one. */
    static DataSet none(Pdvs pdvs) {
        return new DataSet(pdvs, 0, true);
    }

    /** What broke the association while this was read; it cannot go on. */
    Optional<IOException> failure() {
        return failure;
    }

    /** How many bytes have been read. */
    long count() {
        return count;
    }

    /** Reads what is left; how many bytes that were. */
    long drain() throws IOException {
        var before = count;
        if (!ended) {
            var scratch = new byte[SCRATCH];
            int read;
            do {
                read = read(scratch, 0, scratch.length);
            } while (read >= 0);
        }
        return count - before;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (failure.isPresent()) {
            throw new IOException("the association is broken", failure.get());
        }
        try {
            if (!advance()) {
                return -1;
            }
            var read = pdvs.read(into, from, length);
            count += read;
            return read;
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }

    @Override
    public int available() {
        return begun && !ended ? pdvs.buffered() : 0;
    }

    /** Goes on until there is a byte to read; false at the end. */
    private boolean advance() throws IOException {
        while (!ended) {
            if (begun && pdvs.remaining() > 0) {
                return true;
            }
            if (begun && pdvs.isLast()) {
                ended = true;
            } else {
                pdvs.next();
                begun = true;
                if (pdvs.isCommand() || pdvs.contextId() != contextId) {
                    throw new Breach(AbortReason.UNEXPECTED_PDU, "another message began within a data set");
                }
            }
        }
        return false;
    }
}
