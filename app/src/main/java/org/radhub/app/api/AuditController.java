package org.radhub.app.api;

import java.util.List;
import org.radhub.audit.AuditEntry;
import org.radhub.audit.AuditTrail;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The access trail, and whether it holds. */
@RestController
@RequestMapping("/api/audit")
@PreAuthorize("hasRole('AUDITOR')")
class AuditController {
    private static final int PAGE = 100;

    private final AuditTrail trail;

    AuditController(AuditTrail trail) {
        this.trail = trail;
    }

    /**
     * @param whole whether every line fits the one before it
     * @param firstBroken number of the first line that does not; null when the chain is whole
     */
    record Verification(boolean whole, Long firstBroken) {}

    @GetMapping
    List<AuditEntry> latest(@RequestParam(defaultValue = "0") int offset) {
        return trail.latest(Math.max(0, offset), PAGE);
    }

    @PostMapping("/verify")
    Verification verify() {
        var broken = trail.firstBroken();
        return new Verification(broken.isEmpty(), broken.orElse(null));
    }
}
