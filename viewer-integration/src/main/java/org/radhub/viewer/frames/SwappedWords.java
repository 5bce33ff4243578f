package org.radhub.viewer.frames;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Big-endian words as little-endian ones. Bytes behind the last whole word stay as they are. */
final class SwappedWords extends FilterInputStream {
    private final byte[] buffer;
    private final int word;
    private int next;
    private int end;

    SwappedWords(InputStream in, int word) {
        super(in);
        this.word = word;
        this.buffer = new byte[1 << 13];
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[next++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        var many = Math.min(length, end - next);
        System.arraycopy(buffer, next, into, from, many);
        next += many;
        return many;
    }

    @Override
    public long skip(long length) throws IOException {
        if (length <= 0 || !fill()) {
            return 0;
        }
        var many = (int) Math.min(length, end - next);
        next += many;
        return many;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private boolean fill() throws IOException {
        if (next < end) {
            return true;
        }
        next = 0;
        end = in.readNBytes(buffer, 0, buffer.length);
        for (var start = 0; start + word <= end; start += word) {
            for (var i = 0; i < word / 2; i++) {
                var kept = buffer[start + i];
                buffer[start + i] = buffer[start + word - 1 - i];
                buffer[start + word - 1 - i] = kept;
            }
        }
        return end > 0;
    }
}
