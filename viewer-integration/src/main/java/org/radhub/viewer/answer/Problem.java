package org.radhub.viewer.answer;

import org.radhub.registry.Phrase;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** A request is not carried out, for a reason that only HTTP has a word for. Others are {@link org.radhub.registry.Refused}. */
public class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final transient Phrase phrase;
    private final transient HttpHeaders headers = new HttpHeaders();

    public Problem(HttpStatus status, String key, Object... args) {
        super(status + " " + key);
        this.status = status;
        this.phrase = Phrase.of(key, args);
    }

    /** The same with a header for the answer. */
    public Problem with(String header, String value) {
        headers.set(header, value);
        return this;
    }

    public static Problem notAcceptable(String key, Object... args) {
        return new Problem(HttpStatus.NOT_ACCEPTABLE, key, args);
    }

    HttpStatus status() {
        return status;
    }

    Phrase phrase() {
        return phrase;
    }

    HttpHeaders headers() {
        return headers;
    }
}
