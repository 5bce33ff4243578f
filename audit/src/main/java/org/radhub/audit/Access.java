package org.radhub.audit;

/**
 * One look, or attempt to look, at identified data.
 *
 * @param actor person id, or the AE title of a device
 * @param site code of the site that owns the data; empty when none is meant
 * @param object what was looked at: a Study Instance UID, a case id, the matching keys of a query; empty when none is meant
 * @param detail for a person to read, at most 1000 characters (cut beyond)
 */
public record Access(String actor, AuditAction action, boolean success, String site, String object, String detail) {
    public static Access to(AuditAction action, String actor, String site, String object, String detail) {
        return new Access(actor, action, true, site, object, detail);
    }

    public static Access refused(AuditAction action, String actor, String site, String object, String detail) {
        return new Access(actor, action, false, site, object, detail);
    }
}
