package org.radhub.viewer.access;

import jakarta.servlet.http.HttpServletRequest;
import org.radhub.registry.Person;
import org.radhub.registry.Scope;

/**
 * Somebody looking, in one request.
 *
 * @param person who
 * @param scope the studies that may be seen in this request: the person's, and where a token opened the way no more than that names
 * @param way how the person came in, for the trail: a sign-in, or a token by the beginning of its digest
 */
public record Viewing(Person person, Scope scope, String way) implements Entry {
    /** Of a request that the gate has let through. */
    public static Viewing of(HttpServletRequest request) {
        return Gate.of(request, Viewing.class);
    }
}
