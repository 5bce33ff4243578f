package org.radhub.audit;

import java.util.List;
import java.util.Optional;

/** The access trail: appended to, read, verified; never changed. */
public interface AuditTrail {
    /** Appends the line in a transaction of its own. When this returns, the line is committed; only then may the data leave. */
    AuditEntry record(Access access);

    /** Newest first. */
    List<AuditEntry> latest(int offset, int limit);

    /** The lines about one object, newest first, at most limit. */
    List<AuditEntry> about(String object, int limit);

    /** Walks the whole chain; the number of the first line that does not fit, if any. */
    Optional<Long> firstBroken();
}
