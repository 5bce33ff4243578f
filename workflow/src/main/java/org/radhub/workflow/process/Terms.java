package org.radhub.workflow.process;

import org.radhub.workflow.Priority;

/**
 * What the tables decided about a case.
 *
 * @param minutesToDeadline from when it was asked for, or else arrived
 * @param skill the credential that its reader needs
 * @param readMinutes that a reader of pace 1 takes
 */
public record Terms(Priority priority, int minutesToDeadline, String skill, int readMinutes) {}
