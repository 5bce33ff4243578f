package org.radhub.viewer.dicomweb;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The body of an answer. Direct buffers go past what stands around the response: that minds the head, which has left by then, and would copy
 * each buffer into the heap and out of it.
 */
final class AnswerOutput extends OutputStream {
    private final ServletResponse response;
    private final ServletOutputStream out;
    private ServletOutputStream bare;

    AnswerOutput(ServletResponse response) throws IOException {
        this.response = response;
        this.out = response.getOutputStream();
    }

    @Override
    public void write(int one) throws IOException {
        out.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    /** Writes what remains in a direct buffer. The head of the answer has left when this returns, and no error can take its place. */
    void write(ByteBuffer direct) throws IOException {
        if (bare == null) {
            response.flushBuffer();
            bare = innermost(response).getOutputStream();
        }
        bare.write(direct);
    }

    private static ServletResponse innermost(ServletResponse response) {
        var inner = response;
        while (inner instanceof ServletResponseWrapper wrapper) {
            inner = wrapper.getResponse();
        }
        return inner;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
