package org.radhub.storage.pack;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads a pack once, from its beginning to its end, in bounded memory, wherever its bytes come from. Where something else stands than the
 * head of an entry, it looks for the next head that names this pack, so that one damaged place does not hide what lies behind it.
 */
public final class PackReader implements Closeable {
    private static final int BLOCK = EntryHead.BLOCK;

    private final UUID pack;
    private final InputStream in;
    private final byte[] head = new byte[EntryHead.LENGTH];
    private long position;
    private Body body = new Body(0);
    private long padding;
    private boolean damaged;

    public PackReader(UUID pack, InputStream in) {
        this.pack = pack;
        this.in = in;
    }

    /** The next entry; empty at the end. */
    public Optional<PackEntry> next() throws IOException {
        passBy(body.remaining + padding);
        int filled = fill(0);
        for (boolean inPlace = true; filled == head.length; inPlace = false) {
            long start = position - head.length;
            var entry = inPlace ? EntryHead.parse(head, pack, start) : EntryHead.parseAnywhere(head, 0, pack, start);
            if (entry.isPresent()) {
                body = new Body(entry.get().length());
                padding = EntryHead.padded(entry.get().length()) - entry.get().length();
                return entry;
            }
            damaged |= notZero(BLOCK);
            System.arraycopy(head, BLOCK, head, 0, head.length - BLOCK);
            filled = fill(head.length - BLOCK);
        }
        damaged |= notZero(filled);
        body = new Body(0);
        padding = 0;
        return Optional.empty();
    }

    /** The Part 10 file of the entry that was given last; ends early where the pack does. Closing it does nothing. */
    public InputStream file() {
        return body;
    }

    /** Whether something stood between the entries that were given so far, or behind them, that is no part of a pack, or it ended early. */
    public boolean isDamaged() {
        return damaged;
    }

    /** How many bytes were read. */
    public long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int fill(int from) throws IOException {
        int count = in.readNBytes(head, from, head.length - from);
        position += count;
        return from + count;
    }

    private boolean notZero(int length) {
        for (int i = 0; i < length; i++) {
            if (head[i] != 0) {
                return true;
            }
        }
        return false;
    }

    private void passBy(long count) throws IOException {
        var buffer = new byte[(int) Math.min(count, 64 << 10)];
        long left = count;
        while (left > 0) {
            int piece = in.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
            position += piece;
            left -= piece;
            if (piece == 0) {
                damaged = true;
                return;
            }
        }
    }

    private final class Body extends InputStream {
        private long remaining;

        Body(long length) {
            this.remaining = length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (remaining == 0 || length == 0) {
                return length == 0 ? 0 : -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(length, remaining));
            if (count < 0) {
                damaged = true;
                return -1;
            }
            remaining -= count;
            position += count;
            return count;
        }
    }
}
