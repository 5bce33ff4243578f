package org.radhub.app.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.OffsetDateTime;
import java.util.List;

/** A read case as the API shows it. The ledger and the deliveries come with a single case only. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CaseJson(
        String id,
        String studyInstanceUid,
        String accessionNumber,
        String site,
        String modality,
        String bodyPart,
        String description,
        String studyDate,
        int instances,
        String patientId,
        String patientName,
        String patientDisplayName,
        String patientSex,
        String patientBirthDate,
        String skill,
        String priority,
        String state,
        @JsonInclude String reader,
        String reason,
        OffsetDateTime createdAt,
        OffsetDateTime deadline,
        @JsonInclude OffsetDateTime escalatedAt,
        String clinicalQuestion,
        String history,
        int lateInstances,
        List<LedgerJson> ledger,
        List<DeliveryJson> deliveries) {

    record LedgerJson(String step, OffsetDateTime at, String actor, String detail) {}

    record DeliveryJson(
            String id,
            int version,
            String recipientSite,
            String road,
            String state,
            int attempts,
            @JsonInclude String lastError,
            OffsetDateTime queuedAt,
            @JsonInclude OffsetDateTime deliveredAt,
            @JsonInclude OffsetDateTime acknowledgedAt,
            @JsonInclude String acknowledgedBy) {}
}
