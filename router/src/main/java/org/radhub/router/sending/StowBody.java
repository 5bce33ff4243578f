package org.radhub.router.sending;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** The body of a STOW-RS request (PS3.18 10.5.1), one Part 10 file after the other, each opened when its turn comes. */
final class StowBody extends InputStream {
    @FunctionalInterface
    interface Part {
        InputStream open() throws IOException;
    }

    /** @param length in bytes */
    record File(long length, Part part) {}

    private static final byte[] PART_END = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Deque<Part> parts = new ArrayDeque<>();
    private InputStream current = InputStream.nullInputStream();

    /** @param files Part 10 files */
    StowBody(List<File> files, String boundary) {
        for (var file : files) {
            parts.add(() -> new ByteArrayInputStream(head(boundary)));
            parts.add(file.part());
            parts.add(() -> new ByteArrayInputStream(PART_END));
        }
        parts.add(() -> new ByteArrayInputStream(tail(boundary)));
    }

    static long length(List<File> files, String boundary) {
        var bytes = files.stream().mapToLong(File::length).sum();
        var frame = head(boundary).length + PART_END.length;
        return bytes + (long) files.size() * frame + tail(boundary).length;
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
        while (true) {
            var count = current.read(into, from, length);
            if (count >= 0) {
                return count;
            }
            current.close();
            if (parts.isEmpty()) {
                return -1;
            }
            current = parts.remove().open();
        }
    }

    @Override
    public void close() throws IOException {
        parts.clear();
        current.close();
    }

    private static byte[] head(String boundary) {
        return ("--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] tail(String boundary) {
        return ("--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII);
    }
}
