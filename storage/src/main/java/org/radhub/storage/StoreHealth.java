package org.radhub.storage;

import java.util.Optional;

/** Whether the object store can be used, looked at now and then although nothing is to be stored or read. */
public interface StoreHealth {
    /** What was wrong with it when it was looked at last, for an operator, on one line. */
    Optional<String> problem();
}
