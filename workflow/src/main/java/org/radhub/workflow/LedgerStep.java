package org.radhub.workflow;

/** A step in the life of a study that a person may ask for. */
public enum LedgerStep {
    RECEIVED,
    COMPLETE,
    STORED,
    REQUESTED,
    WAITING,
    ASSIGNED,
    OPENED,
    RELEASED,
    DECLINED,
    REASSIGNED,
    ESCALATED,
    LATE_IMAGES,
    PRELIMINARY,
    SIGNED,
    DELIVERED,
    ACKNOWLEDGED
}
