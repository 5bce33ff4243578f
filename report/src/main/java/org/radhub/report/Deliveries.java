package org.radhub.report;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.radhub.registry.Person;

/** Deliveries of reports. */
public interface Deliveries {
    /** Oldest first. */
    List<Delivery> ofCase(UUID caseId);

    /** What was delivered to the site's page, newest first, at most limit. */
    List<Delivery> inboxOf(String site, int limit);

    /** What was given up and waits for a person to replay it, oldest first, at most limit. */
    List<Delivery> dead(int limit);

    /** How many there are in each state; states without any are left out. */
    Map<DeliveryState, Long> byState();

    /**
     * "We have it", by a doctor of the receiving site. It holds for the version and for the earlier ones that the site was given by any road.
     * Saying it again changes nothing. NOT_ALLOWED for anybody else; CONFLICT while it has not been delivered.
     */
    Delivery acknowledge(UUID deliveryId, Person doctor);

    /** Puts a dead delivery into the queue again, by a coordinator or an administrator; CONFLICT if it is not dead. */
    Delivery replay(UUID deliveryId, Person operator);
}
