package org.radhub.workflow;

import java.util.Optional;
import org.radhub.registry.Person;

/** Asking for a read. */
public interface ReadRequests {
    /**
     * Puts the question and priority on the study's open case, or opens a new case if its last one was signed. If the study has not arrived,
     * the request waits for it.
     *
     * @return the case; empty when the study has not arrived yet
     */
    Optional<ReadCase> ask(Person doctor, ReadRequest request);
}
