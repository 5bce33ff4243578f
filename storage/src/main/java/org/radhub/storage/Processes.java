package org.radhub.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The equal processes that are the hub, as the database has heard of them. */
public interface Processes {
    /** All that run, and those that do not and are not forgotten: killed not long ago, or with something in their spool that is nowhere else. */
    List<Standing> all();

    /**
     * @param node names its spool, as {@code node-id} in its home
     * @param here whether it is this process
     * @param heardAt when it last said that it is there, by the database's clock
     * @param gone whether it has stopped, or that is so long ago that nobody waits for it any more
     * @param behind whether it may have instances that are not in the index
     * @param unique whether packs lie in its spool that are nowhere else
     * @param clockAhead its clock less the database's
     */
    record Standing(
            UUID node,
            boolean here,
            Instant heardAt,
            boolean gone,
            boolean behind,
            boolean unique,
            Duration clockAhead) {}
}
