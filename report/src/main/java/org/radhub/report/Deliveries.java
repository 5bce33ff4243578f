package org.radhub.report;

import java.util.List;
import java.util.UUID;
import org.radhub.registry.Person;

/** Deliveries of reports. */
public interface Deliveries {
    /** Oldest first. */
    List<Delivery> ofCase(UUID caseId);

    /** "We have it", by a doctor of the receiving site. Saying it again changes nothing. */
    Delivery acknowledge(UUID deliveryId, Person doctor);
}
