package org.radhub.viewer.dicomweb;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.radhub.storage.Instance;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.ServletWebRequest;

/** What a browser may keep: an instance never changes under its UID, so its bytes for a day, for the person who asked alone. */
final class Caching {
    private static final String INSTANCE =
            CacheControl.maxAge(Duration.ofDays(1)).cachePrivate().immutable().getHeaderValue();

    private Caching() {}

    /**
     * Sets the headers for an answer made of this instance alone.
     *
     * @param variant tells apart the answers that one instance gives
     * @return true if the client has it already; then nothing else is to be written
     */
    static boolean clientHas(Instance instance, String variant, ServletWebRequest request) {
        var response = (HttpServletResponse) request.getNativeResponse();
        response.setHeader(HttpHeaders.CACHE_CONTROL, INSTANCE);
        response.setHeader(HttpHeaders.VARY, "Accept, Authorization, Cookie");
        var tag = instance.digest() + "-" + Integer.toHexString(variant.hashCode());
        return request.checkNotModified('"' + tag + '"');
    }

    /** Sets the headers for an answer that changes while images arrive. */
    static void changing(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        response.setHeader(HttpHeaders.VARY, "Accept, Authorization, Cookie");
    }
}
