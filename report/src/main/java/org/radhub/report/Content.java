package org.radhub.report;

/**
 * What a report says.
 *
 * @param findings at most 64,000 characters
 * @param impression at most 16,000 characters
 * @param critical whether it is a critical result
 */
public record Content(String findings, String impression, boolean critical) {}
