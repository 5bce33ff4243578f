package org.radhub.report;

/**
 * What a report says. An addendum says its text in the findings, leaves the impression empty, and has the critical mark of the report
 * that it adds to.
 *
 * @param findings at most 64,000 characters; null is taken as empty
 * @param impression at most 16,000 characters; null is taken as empty
 * @param critical whether it is a critical result
 */
public record Content(String findings, String impression, boolean critical) {
    public Content {
        findings = findings == null ? "" : findings;
        impression = impression == null ? "" : impression;
    }
}
