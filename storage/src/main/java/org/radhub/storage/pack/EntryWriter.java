package org.radhub.storage.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.radhub.storage.disk.Blocks;

/**
 * Writes one entry behind the last of a pack, in whole blocks. Its head is written last, or together with all of it: without it there is no
 * entry, and what a crash leaves behind it is told by its length and digest. The block that the last entry ends in is written again, with
 * the same bytes before that end.
 */
final class EntryWriter {
    /**
     * A slice of 512 x 512 goes to the disk in one piece with its head and the end of the pack: each piece more takes as long as a sync. A
     * sender that is slow holds no more than this.
     */
    static final int BUFFER = 640 << 10;

    private final Pack pack;
    private final long start;
    private final ByteBuffer buffer;

    /** Where in the file the buffer begins: a whole block. */
    private long base;

    /** The blocks that the head is in, once what follows them had to leave the buffer. */
    private byte[] first = {};

    /** @param buffer of whole blocks, and nobody else's until the entry is whole or given up */
    EntryWriter(Pack pack, ByteBuffer buffer) {
        this.pack = pack;
        this.start = pack.end();
        this.base = Blocks.floor(start);
        this.buffer = buffer.clear();
        buffer.put(pack.tail());
        buffer.put(new byte[EntryHead.LENGTH]);
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /** Where the entry begins. */
    long start() {
        return start;
    }

    /** Where the next byte goes. */
    long at() {
        return base + buffer.position();
    }

    void append(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (!buffer.hasRemaining()) {
                spill();
            }
            int piece = Math.min(length - done, buffer.remaining());
            buffer.put(bytes, offset + done, piece);
            done += piece;
        }
    }

    private void spill() throws IOException {
        if (first.length == 0) {
            first = new byte[(int) (Blocks.ceiling(start + EntryHead.LENGTH) - base)];
            buffer.get(0, first);
            pack.write(buffer.flip().position(first.length), base + first.length);
        } else {
            pack.write(buffer.flip(), base);
        }
        base += buffer.capacity();
        buffer.clear();
    }

    /** Makes it an entry: padded to the end that its head says, and written with the end of a tar behind it, where the next will begin. */
    void finish(byte[] head, long end) throws IOException {
        int headAt = (int) (start - Blocks.floor(start));
        if (first.length == 0) {
            buffer.put(headAt, head);
        }
        pad(end);
        var tail = new byte[(int) (end - Blocks.floor(end))];
        buffer.get(buffer.position() - tail.length, tail);
        pad(Blocks.ceiling(end + EntryHead.END_OF_TAR));
        pack.write(buffer.flip(), base);
        if (first.length > 0) {
            System.arraycopy(head, 0, first, headAt, head.length);
            pack.write(buffer.clear().put(first).flip(), Blocks.floor(start));
        }
        pack.append(end, tail);
    }

    private void pad(long to) throws IOException {
        var zeros = new byte[(int) (to - at())];
        append(zeros, 0, zeros.length);
    }
}
