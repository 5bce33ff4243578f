package org.radhub.storage;

import java.time.Instant;
import java.util.Optional;

/** Whether the object store can be used, looked at now and then although nothing is to be stored or read. */
public interface StoreHealth {
    /** What was wrong with it when it was looked at last. */
    Optional<Problem> problem();

    /**
     * @param message for an operator, on one line
     * @param since when it was found first that the store could not be used, whatever was wrong with it then
     */
    record Problem(String message, Instant since) {}
}
