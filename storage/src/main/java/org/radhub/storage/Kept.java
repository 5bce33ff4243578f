package org.radhub.storage;

/** How an instance was kept. */
public enum Kept {
    /** New. */
    STORED,
    /** The same instance with the same content was there already. */
    DUPLICATE,
    /** An instance of the same UID with other content was there already: this one is kept aside, for a person to look at. */
    CONFLICT
}
