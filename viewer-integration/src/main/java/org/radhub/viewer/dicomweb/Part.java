package org.radhub.viewer.dicomweb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * One part of an answer.
 *
 * @param contentType with its parameters
 * @param length in bytes, or {@link #UNKNOWN}
 */
record Part(String contentType, long length, Body body) {
    static final long UNKNOWN = -1;

    /** Twice what Tomcat hands to the network at once. */
    private static final int PIECE = 120 << 10;

    /** A file's bytes go through it to the network, and not through the heap. */
    private static final ThreadLocal<ByteBuffer> DIRECT =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(PIECE));

    /** Writes the bytes, when it is this part's turn. */
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Where bytes come from. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** Bytes passed on as they come. Fewer or more than was said break the answer. */
    static Part copied(String contentType, long length, Source source) {
        return new Part(contentType, length, out -> {
            try (var in = source.open()) {
                // What is small stays in the response's buffer, so that an error behind it can still be the answer.
                boolean large = length > PIECE;
                var copied = large && in instanceof ReadableByteChannel file && out instanceof AnswerOutput answer
                        ? pass(file, answer)
                        : copy(in, out, (int) Math.min(length + 1, PIECE));
                if (copied != length) {
                    throw new EOFException(copied + " bytes instead of " + length);
                }
            }
        });
    }

    /** In pieces larger than {@link InputStream#transferTo} takes: each costs a call to the disk, and one to the network. */
    private static long copy(InputStream in, OutputStream out, int piece) throws IOException {
        var buffer = new byte[piece];
        long copied = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            copied += count;
        }
        return copied;
    }

    private static long pass(ReadableByteChannel file, AnswerOutput answer) throws IOException {
        var buffer = DIRECT.get();
        long passed = 0;
        for (int count = file.read(buffer.clear()); count >= 0; count = file.read(buffer.clear())) {
            answer.write(buffer.flip());
            passed += count;
        }
        return passed;
    }

    void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
    }
}
