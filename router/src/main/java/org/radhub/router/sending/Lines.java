package org.radhub.router.sending;

import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.springframework.stereotype.Component;

/** What people do with the queue, in the access trail; written before it is done. */
@Component
class Lines {
    private final AuditTrail trail;

    Lines(AuditTrail trail) {
        this.trail = trail;
    }

    /** Something that decides where a study goes, or does not. */
    void study(String person, String site, String studyInstanceUid, String detail) {
        trail.record(Access.to(AuditAction.INSTANCES_TRANSFERRED, person, site, studyInstanceUid, detail));
    }

    /** A change to where studies may leave to: network configuration, a security alert by PS3.15 A.5.3.11. */
    void network(String person, String object, String detail) {
        trail.record(Access.to(AuditAction.SECURITY_ALERT, person, "", object, detail));
    }
}
