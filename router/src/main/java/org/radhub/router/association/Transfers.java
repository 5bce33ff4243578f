package org.radhub.router.association;

import java.util.LinkedHashMap;
import java.util.Map;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.storage.Receipt;

/** What one association brought, for the record that is made of it at its end. */
final class Transfers {
    private static final int MOST_STUDIES = 50;
    private static final String OTHER_STUDIES = "";

    private final Map<String, Integer> keptByStudy = new LinkedHashMap<>();
    private int kept;
    private int refused;
    private long bytes;

    void kept(Receipt receipt) {
        kept++;
        bytes += receipt.bytes();
        var study = receipt.studyInstanceUid();
        var named = keptByStudy.containsKey(study) || keptByStudy.size() < MOST_STUDIES;
        keptByStudy.merge(named ? study : OTHER_STUDIES, 1, Integer::sum);
    }

    void refused() {
        refused++;
    }

    int refusals() {
        return refused;
    }

    /** One line for each study; nothing when nothing was kept. */
    void record(AuditTrail trail, Caller caller) {
        keptByStudy.forEach((study, count) -> trail.record(Access.to(
                AuditAction.INSTANCES_TRANSFERRED,
                caller.device().aeTitle(),
                caller.device().site(),
                study,
                count + " instances from " + caller.address().getHostAddress())));
    }

    @Override
    public String toString() {
        return kept + " instances kept (" + bytes + " bytes), " + refused + " refused";
    }
}
