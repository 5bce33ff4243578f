package org.radhub.viewer.dicomweb;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * One part of an answer.
 *
 * @param contentType with its parameters
 * @param length in bytes, or {@link #UNKNOWN}
 */
record Part(String contentType, long length, Body body) {
    static final long UNKNOWN = -1;

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
                var copied = in.transferTo(out);
                if (copied != length) {
                    throw new EOFException(copied + " bytes instead of " + length);
                }
            }
        });
    }

    void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
    }
}
