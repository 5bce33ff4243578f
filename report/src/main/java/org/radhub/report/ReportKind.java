package org.radhub.report;

/** As in reporting practice. */
public enum ReportKind {
    PRELIMINARY,
    FINAL,
    ADDENDUM
}
