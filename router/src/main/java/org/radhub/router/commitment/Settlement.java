package org.radhub.router.commitment;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.storage.Safekeeping;
import org.radhub.storage.SopReference;
import org.springframework.stereotype.Component;

/** Puts on record that a device was told what the hub answers for. */
@Component
class Settlement {
    private final CommitmentBook book;
    private final Safekeeping safekeeping;
    private final AuditTrail trail;
    private final Clock clock;

    Settlement(CommitmentBook book, Safekeeping safekeeping, AuditTrail trail, Clock clock) {
        this.book = book;
        this.safekeeping = safekeeping;
        this.trail = trail;
        this.clock = clock;
    }

    /** The device has confirmed the report. There is a line for each study that it is about, or one where it is about none. */
    void told(Asked asked, Report report) {
        var all = new ArrayList<SopReference>(report.committed());
        all.addAll(report.failed().keySet());
        var studies = safekeeping.studiesOf(asked.site(), all);
        for (var object : studies.isEmpty() ? List.of(asked.transactionUid()) : studies) {
            trail.record(Access.to(
                    AuditAction.STUDY_ACCESSED,
                    asked.aeTitle(),
                    asked.site(),
                    object,
                    "storage commitment " + asked.transactionUid() + " reported: "
                            + report.committed().size() + " instances committed, "
                            + report.failed().size() + " failed"));
        }
        book.reported(asked.id(), report.failed().size(), clock.instant());
    }
}
