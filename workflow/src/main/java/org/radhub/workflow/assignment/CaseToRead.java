package org.radhub.workflow.assignment;

import org.radhub.workflow.Priority;

/**
 * What has to be read.
 *
 * @param skill the credential that the reader needs; {@link #ANY_READER}: none
 * @param minutes that a reader of pace 1 takes
 */
public record CaseToRead(String skill, Priority priority, double minutes) {
    /** The skill that every reader has. */
    public static final String ANY_READER = "GENERAL";

    /** Whether somebody with these credentials may read it. */
    public static boolean mayRead(java.util.Set<String> credentials, String skill) {
        return skill.equals(ANY_READER) || credentials.contains(skill);
    }
}
