package org.radhub.audit;

import java.util.List;
import java.util.Optional;

/** The access trail: appended to, read, verified; never changed. */
public interface AuditTrail {
    /**
     * Appends the line in a transaction of its own. When this returns, the line is committed; only then may the data leave. It takes a
     * second connection when a transaction is already open, so it is best called outside of one. Texts are cut to 128 (actor, site) or
     * 1000 characters (object, detail), and control characters become spaces.
     *
     * @throws org.springframework.dao.DataAccessException if the line could not be kept: the data must not leave
     */
    AuditEntry record(Access access);

    /**
     * The same for who looks the data up while the line is being written. The line is written whether that succeeds or not, and whether anybody
     * waits for it or not; the data may leave only after {@link Recording#await}.
     */
    Recording begin(Access access);

    /** A line that is being written. */
    interface Recording {
        /**
         * Returns when the line is committed.
         *
         * @throws org.springframework.dao.DataAccessException if it could not be kept: the data must not leave
         */
        AuditEntry await();
    }

    /** Newest first; at most 1000. */
    List<AuditEntry> latest(int offset, int limit);

    /** The lines about one object, newest first, at most limit. */
    List<AuditEntry> about(String object, int limit);

    /** Walks the whole chain, in bounded memory; the number of the first line that is changed or missing, if any. */
    Optional<Long> firstBroken();
}
