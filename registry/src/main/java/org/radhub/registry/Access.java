package org.radhub.registry;

/**
 * Who may see which study: a doctor those of the own site, a coordinator all, a reader those with a grant. The one place that decides it.
 */
public interface Access {
    /** What of the region this person may see now. Ask anew for each request: grants end. */
    Scope scopeOf(Person person);
}
