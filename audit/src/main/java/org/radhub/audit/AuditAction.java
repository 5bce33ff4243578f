package org.radhub.audit;

/** What was done, in the words of DICOM PS3.15 A.5 (audit trail messages). */
public enum AuditAction {
    USER_AUTHENTICATION,
    PATIENT_RECORD_VIEWED,
    STUDY_ACCESSED,
    QUERY,
    INSTANCES_TRANSFERRED,
    PROCEDURE_RECORD,
    REPORT_READ,
    REPORT_WRITTEN,
    REPORT_SIGNED,
    CASE_MOVED,
    GRANT_CHANGED,
    SECURITY_ALERT
}
