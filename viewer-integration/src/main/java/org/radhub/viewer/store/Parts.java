package org.radhub.viewer.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The parts of a multipart body (RFC 2046 5.1.1), one after the other, each as a stream. Memory does not grow with their size. */
final class Parts {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_HEAD = 1 << 13;
    private static final String CONTENT_TYPE = "content-type:";

    /** @param body ends where the part does; what is not read of it is passed over with the next part */
    record Part(String contentType, InputStream body) {}

    /** The body is not made as RFC 2046 says. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    private final InputStream in;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int until;
    /** Where the delimiter begins in what is buffered; -1: not in what was looked at. */
    private int found = -1;
    /** What lies before this belongs to the part. */
    private int safe;

    /** @param boundary 1 to 70 characters */
    Parts(InputStream in, String boundary) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        // The first delimiter may begin the body.
        buffer[0] = '\r';
        buffer[1] = '\n';
        until = 2;
    }

    /** @throws IOException if the body breaks, or ends before its last boundary */
    Optional<Part> next() throws IOException {
        new Body().transferTo(OutputStream.nullOutputStream());
        from += delimiter.length;
        found = -1;
        if (isLast()) {
            return Optional.empty();
        }
        line();
        var type = "";
        var left = LONGEST_HEAD;
        for (var line = line(); !line.isEmpty(); line = line()) {
            left -= line.length();
            if (left < 0) {
                throw new Broken("the head of a part is too long");
            }
            if (line.toLowerCase(Locale.ROOT).startsWith(CONTENT_TYPE)) {
                type = line.substring(CONTENT_TYPE.length()).strip();
            }
        }
        safe = from;
        return Optional.of(new Part(type, new Body()));
    }

    /** Whether the delimiter was the last one. Nothing has to come after that, not even the end of its line. */
    private boolean isLast() throws IOException {
        while (until - from < 2) {
            fill();
        }
        return buffer[from] == '-' && buffer[from + 1] == '-';
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            if (from == until) {
                fill();
            }
            var one = buffer[from++];
            if (one == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).strip();
            }
            line.write(one);
            if (line.size() > LONGEST_HEAD) {
                throw new Broken("the head of a part is too long");
            }
        }
    }

    /** Reads more, behind what is still there. What was found before is somewhere else then. */
    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, until - from);
        until -= from;
        from = 0;
        var count = in.read(buffer, until, buffer.length - until);
        if (count < 0) {
            throw new Broken("the body ends before its last boundary");
        }
        until += count;
    }

    private void look() {
        found = -1;
        var last = until - delimiter.length;
        for (var at = from; at <= last; at++) {
            if (buffer[at] == '\r' && matches(at)) {
                found = at;
                safe = at;
                return;
            }
        }
        safe = Math.max(from, last + 1);
    }

    private boolean matches(int at) {
        for (var i = 1; i < delimiter.length; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** What is left of the present part. */
    private final class Body extends InputStream {
        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            while (from >= safe) {
                if (found >= 0) {
                    return -1;
                }
                look();
                if (found < 0 && from >= safe) {
                    fill();
                    look();
                }
            }
            var count = Math.min(length, safe - from);
            System.arraycopy(buffer, from, into, offset, count);
            from += count;
            return count;
        }
    }
}
