package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** A {@code multipart/related} answer (RFC 2387, PS3.18 8.6.1.2), streamed part by part. */
final class MultipartRelated {
    private final List<Part> parts;
    private final String boundary = "radhub" + UUID.randomUUID().toString().replace("-", "");

    MultipartRelated(List<Part> parts) {
        this.parts = parts;
    }

    /** @param type media type of the parts, for the head of the answer */
    void write(String type, HttpServletResponse response) throws IOException {
        response.setContentType("multipart/related; type=\"" + type + "\"; boundary=" + boundary);
        if (parts.stream().allMatch(part -> part.length() >= 0)) {
            response.setContentLengthLong(length());
        }
        var out = new AnswerOutput(response);
        for (var part : parts) {
            out.write(head(part));
            part.writeTo(out);
            out.write(ascii("\r\n"));
        }
        out.write(end());
        out.flush();
    }

    private long length() {
        return parts.stream()
                        .mapToLong(part -> head(part).length + part.length() + 2)
                        .sum()
                + end().length;
    }

    private byte[] head(Part part) {
        return ascii("--" + boundary + "\r\nContent-Type: " + part.contentType() + "\r\n\r\n");
    }

    private byte[] end() {
        return ascii("--" + boundary + "--\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
