package org.radhub.router;

/** How soon a study must be at a destination. What is in an earlier lane overtakes all that is in a later one. */
public enum Lane {
    STAT,
    URGENT,
    ROUTINE
}
