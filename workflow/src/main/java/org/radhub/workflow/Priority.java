package org.radhub.workflow;

/** How soon a study must be read. The order is the order of reading. */
public enum Priority {
    STAT,
    URGENT,
    ROUTINE
}
