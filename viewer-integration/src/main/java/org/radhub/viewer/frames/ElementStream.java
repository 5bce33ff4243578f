package org.radhub.viewer.frames;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** Bytes of a Part 10 file read as the parts that elements are made of, with count kept of where one is. */
final class ElementStream {
    private final InputStream in;
    private long position;
    private boolean bigEndian;
    private int peeked = -1;

    /** @param position offset of the stream's first byte */
    ElementStream(InputStream in, long position) {
        this.in = in;
        this.position = position;
    }

    /** All bytes from here on, for another to read; the count stops. */
    InputStream rest() {
        if (peeked < 0) {
            return in;
        }
        var ahead = new ByteArrayInputStream(new byte[] {(byte) peeked, (byte) (peeked >> 8)});
        return new SequenceInputStream(ahead, in);
    }

    void bigEndian(boolean is) {
        this.bigEndian = is;
    }

    /** Offset of the next byte. */
    long position() {
        return position - (peeked >= 0 ? 2 : 0);
    }

    /** The next two bytes as a number, little-endian whatever the order is, without going past them; empty: -1. */
    int peekGroup() throws IOException {
        if (peeked < 0) {
            var low = in.read();
            var high = low < 0 ? -1 : in.read();
            if (high < 0) {
                return -1;
            }
            position += 2;
            peeked = low | high << 8;
        }
        return peeked;
    }

    int unsignedShort() throws IOException {
        if (peeked >= 0) {
            var value = bigEndian ? (peeked & 0xFF) << 8 | peeked >> 8 : peeked;
            peeked = -1;
            return value;
        }
        var first = one();
        var second = one();
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    long unsignedInt() throws IOException {
        var first = (long) unsignedShort();
        var second = (long) unsignedShort();
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    int tag() throws IOException {
        var group = unsignedShort();
        return group << 16 | unsignedShort();
    }

    /** The bytes themselves; the caller has checked that so many may be held. */
    byte[] take(int length) throws IOException {
        var bytes = in.readNBytes(length);
        position += bytes.length;
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    String text(int length) throws IOException {
        return new String(take(length), StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
    }

    void skip(long length) throws IOException {
        in.skipNBytes(length);
        position += length;
    }

    private int one() throws IOException {
        var read = in.read();
        if (read < 0) {
            throw new EOFException();
        }
        position++;
        return read;
    }
}
