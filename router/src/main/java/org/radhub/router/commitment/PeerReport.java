package org.radhub.router.commitment;

import java.util.HashMap;
import java.util.HashSet;
import org.radhub.router.CommitmentReport;
import org.radhub.router.CommitmentReports;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.SopClasses;
import org.radhub.router.association.Status;
import org.radhub.storage.Attributes;

/** What a peer reports of instances that the hub asked it to keep: N-EVENT-REPORT in an association of the peer's (PS3.4 J.3.3). */
final class PeerReport {
    private static final int FAILED_SOP_SEQUENCE = 0x00081198;
    private static final int FAILURE_REASON = 0x00081197;
    private static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
    private static final int INVALID_ARGUMENT_VALUE = 0x0115;

    private PeerReport() {}

    /** The answer, once the report was taken in. */
    static Status take(Exchange exchange, CommitmentReports reports, CommitmentReports.Reporter reporter) {
        try {
            var report = read(Attributes.read(exchange.dataSet(), exchange.transferSyntaxUid()));
            return reports.reported(report, reporter)
                    ? Status.SUCCESS
                    : new Status(NO_SUCH_OBJECT_INSTANCE, "The hub asked its caller for no such transaction");
        } catch (Attributes.Malformed e) {
            return new Status(INVALID_ARGUMENT_VALUE, e.getMessage());
        }
    }

    private static CommitmentReport read(Attributes report) throws Attributes.Malformed {
        var transaction = report.text(Report.TRANSACTION_UID);
        if (!SopClasses.isUid(transaction)) {
            throw new Attributes.Malformed("Transaction UID (0008,1195) is missing or not a UID");
        }
        var committed = new HashSet<String>();
        for (var item : report.items(Report.REFERENCED_SOP_SEQUENCE)) {
            committed.add(item.text(Report.REFERENCED_SOP_INSTANCE_UID));
        }
        var failed = new HashMap<String, Integer>();
        for (var item : report.items(FAILED_SOP_SEQUENCE)) {
            failed.put(item.text(Report.REFERENCED_SOP_INSTANCE_UID), reason(item.text(FAILURE_REASON)));
        }
        committed.removeAll(failed.keySet());
        return new CommitmentReport(transaction, committed, failed);
    }

    private static int reason(String text) throws Attributes.Malformed {
        try {
            return text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Attributes.Malformed("Failure Reason (0008,1197) is no number");
        }
    }
}
