package org.radhub.registry;

/** What a grant follows from. */
public enum GrantKind {
    ASSIGNMENT,
    CONSULTATION,
    RECOGNITION,
    BREAK_GLASS
}
