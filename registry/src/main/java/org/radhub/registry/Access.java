package org.radhub.registry;

/**
 * Who may see which study: a coordinator all; a doctor those of the own site and those with a grant; a reader or senior those with a
 * grant; an administrator or auditor none; somebody disabled none. Several roles add up. The one place that decides it.
 */
public interface Access {
    /** What of the region this person may see now. Ask anew for each request, with the person found for it: grants end, and people are disabled. */
    Scope scopeOf(Person person);
}
