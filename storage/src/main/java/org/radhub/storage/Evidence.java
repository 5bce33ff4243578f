package org.radhub.storage;

import org.radhub.registry.Phrase;

/**
 * Why a study is held to be complete.
 *
 * @param kind the strongest evidence there was
 * @param detail for a person to read
 */
public record Evidence(Kind kind, Phrase detail) {
    /** Strongest first. */
    public enum Kind {
        STORAGE_COMMITMENT,
        MPPS_COMPLETED,
        ANNOUNCED_COUNT,
        GEOMETRY,
        ASSOCIATION_CLOSED,
        QUIET_TIME
    }
}
