package org.radhub.workflow;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who reads when. */
public interface Roster {
    /** Shifts, weekly sessions laid out as shifts included, that overlap the span; by begin. */
    List<Shift> between(Instant from, Instant until);

    List<Session> sessions();

    /** Adds a shift. Waiting cases are looked at again. */
    Shift add(String reader, Instant from, Instant until);

    Session addSession(Session session);

    void remove(UUID shiftOrSession);
}
