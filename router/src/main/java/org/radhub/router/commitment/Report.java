package org.radhub.router.commitment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radhub.router.EventReports.Event;
import org.radhub.storage.Attributes;
import org.radhub.storage.SopReference;

/**
 * What the hub answers for (PS3.4 J.3.3).
 *
 * @param failed Failure Reason (0008,1197) of each that it does not
 */
record Report(String transactionUid, List<SopReference> committed, Map<SopReference, Integer> failed) {
    static final String PUSH_MODEL = "1.2.840.10008.1.20.1";
    static final String PUSH_MODEL_INSTANCE = "1.2.840.10008.1.20.1.1";
    static final int TRANSACTION_UID = 0x00081195;
    static final int REFERENCED_SOP_SEQUENCE = 0x00081199;
    static final int REFERENCED_SOP_CLASS_UID = 0x00081150;
    static final int REFERENCED_SOP_INSTANCE_UID = 0x00081155;

    /** Failure Reason: no such object instance. */
    static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
    /** Failure Reason: class-instance conflict. */
    static final int CLASS_INSTANCE_CONFLICT = 0x0119;

    private static final int RETRIEVE_AE_TITLE = 0x00080054;
    private static final int FAILED_SOP_SEQUENCE = 0x00081198;
    private static final int FAILURE_REASON = 0x00081197;
    private static final int ALL_COMMITTED = 1;
    private static final int FAILURES_EXIST = 2;

    Event event(String retrieveAeTitle) {
        var information = Attributes.builder().put(TRANSACTION_UID, transactionUid);
        if (!committed.isEmpty()) {
            information
                    .put(RETRIEVE_AE_TITLE, retrieveAeTitle)
                    .sequence(
                            REFERENCED_SOP_SEQUENCE,
                            committed.stream()
                                    .map(reference -> item(reference).build())
                                    .toList());
        }
        if (!failed.isEmpty()) {
            information.sequence(
                    FAILED_SOP_SEQUENCE,
                    failed.entrySet().stream()
                            .map(failure -> item(failure.getKey())
                                    .put(FAILURE_REASON, failure.getValue())
                                    .build())
                            .toList());
        }
        return new Event(
                PUSH_MODEL,
                PUSH_MODEL_INSTANCE,
                failed.isEmpty() ? ALL_COMMITTED : FAILURES_EXIST,
                information.build());
    }

    private static Attributes.Builder item(SopReference reference) {
        return Attributes.builder()
                .put(REFERENCED_SOP_CLASS_UID, reference.sopClassUid())
                .put(REFERENCED_SOP_INSTANCE_UID, reference.sopInstanceUid());
    }

    static Report of(String transactionUid, List<SopReference> committed, Map<SopReference, Integer> failed) {
        return new Report(transactionUid, List.copyOf(committed), new LinkedHashMap<>(failed));
    }
}
