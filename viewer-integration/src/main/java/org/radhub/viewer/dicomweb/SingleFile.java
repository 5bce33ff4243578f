package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;
import org.springframework.http.HttpHeaders;

/** An instance as the whole answer, or a range of its bytes. */
final class SingleFile {
    private final Studies studies;

    SingleFile(Studies studies) {
        this.studies = studies;
    }

    void write(Instance instance, Part part, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType(part.contentType());
        if (part.length() != instance.bytes()) {
            part.writeTo(new AnswerOutput(response));
            return;
        }
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        var range = ByteRange.of(Optional.ofNullable(request.getHeader(HttpHeaders.RANGE)), instance.bytes());
        if (range.isEmpty()) {
            response.setContentLengthLong(part.length());
            part.writeTo(new AnswerOutput(response));
            return;
        }
        var from = range.get().from();
        var length = range.get().length();
        response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
        response.setHeader(
                HttpHeaders.CONTENT_RANGE, "bytes " + from + "-" + (from + length - 1) + "/" + instance.bytes());
        response.setContentLengthLong(length);
        Part.copied(part.contentType(), length, () -> studies.open(instance, from, length))
                .writeTo(new AnswerOutput(response));
    }
}
