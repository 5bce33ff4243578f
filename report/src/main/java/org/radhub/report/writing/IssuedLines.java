package org.radhub.report.writing;

import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.report.ReportIssued;
import org.radhub.report.ReportKind;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Writes who issued which report into the audit trail. */
@Component
class IssuedLines {
    private final AuditTrail audit;

    IssuedLines(AuditTrail audit) {
        this.audit = audit;
    }

    @ApplicationModuleListener
    void on(ReportIssued issued) {
        var action = issued.kind() == ReportKind.PRELIMINARY ? AuditAction.REPORT_WRITTEN : AuditAction.REPORT_SIGNED;
        var detail = issued.kind() + " " + issued.number() + " of case " + issued.caseId() + " at " + issued.at()
                + ", SHA-256 " + issued.sha256();
        audit.record(Access.to(action, issued.author(), issued.site(), issued.studyInstanceUid(), detail));
    }
}
