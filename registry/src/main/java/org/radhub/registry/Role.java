package org.radhub.registry;

/** What a person is to the hub. */
public enum Role {
    /** A radiologist who reads. */
    READER,
    /** A radiologist who also reviews. */
    SENIOR,
    /** Watches over the reading of the region: shifts, queues, late cases. */
    COORDINATOR,
    /** A doctor of a sending site. */
    DOCTOR,
    ADMIN,
    AUDITOR
}
