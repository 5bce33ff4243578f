package org.radhub.viewer.dicomweb;

import java.util.Optional;
import java.util.regex.Pattern;
import org.radhub.viewer.answer.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** One range of bytes of an answer (RFC 9110 14). Several in one request are answered with the whole, which is allowed. */
record ByteRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** @throws Problem 416 if it lies outside */
    static Optional<ByteRange> of(Optional<String> header, long total) {
        if (header.isEmpty()) {
            return Optional.empty();
        }
        var range = ONE.matcher(header.get().strip());
        if (!range.matches() || range.group(1).isEmpty() && range.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            var last = Math.min(Long.parseLong(range.group(2)), total);
            return within(total - last, total, total);
        }
        var from = Long.parseLong(range.group(1));
        var to = range.group(2).isEmpty() ? total : Math.min(Long.parseLong(range.group(2)) + 1, total);
        return within(from, to, total);
    }

    private static Optional<ByteRange> within(long from, long to, long total) {
        if (from >= to) {
            throw new Problem(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "viewer.no-such-range")
                    .with(HttpHeaders.CONTENT_RANGE, "bytes */" + total);
        }
        return Optional.of(new ByteRange(from, to - from));
    }
}
