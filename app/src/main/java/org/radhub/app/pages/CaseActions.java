package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.OptionalLong;
import java.util.UUID;
import org.radhub.app.people.Viewer;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.Role;
import org.radhub.report.Deliveries;
import org.radhub.report.Reports;
import org.radhub.workflow.Desk;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The buttons of a case's page. Each is one call to the module that decides. None shows anything of the case: the page that follows writes
 * its own line in the trail, and so does the report module for what it issues.
 */
@Controller
class CaseActions {
    private static final int LONGEST_REASON = 1000;

    private final SignedIn signedIn;
    private final Viewer viewer;
    private final Desk desk;
    private final Reports reports;
    private final Deliveries deliveries;

    CaseActions(SignedIn signedIn, Viewer viewer, Desk desk, Reports reports, Deliveries deliveries) {
        this.signedIn = signedIn;
        this.viewer = viewer;
        this.desk = desk;
        this.reports = reports;
        this.deliveries = deliveries;
    }

    @PostMapping("/cases/{id}/open")
    ResponseEntity<Void> open(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        viewer.within(who, id);
        desk.open(id, reader(who));
        return Answers.goTo("/cases/" + id, request);
    }

    @PostMapping("/cases/{id}/release")
    ResponseEntity<Void> release(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        viewer.look(who, id, AuditAction.CASE_MOVED);
        desk.release(id, reader(who));
        return Answers.goTo("/worklist", request);
    }

    @PostMapping("/cases/{id}/decline")
    ResponseEntity<Void> decline(
            Principal who, @PathVariable UUID id, @RequestParam String reason, HttpServletRequest request) {
        viewer.look(who, id, AuditAction.CASE_MOVED);
        desk.decline(id, reader(who), reason(reason));
        return Answers.goTo("/worklist", request);
    }

    @PostMapping("/cases/{id}/reassign")
    ResponseEntity<Void> reassign(
            Principal who,
            @PathVariable UUID id,
            @RequestParam String reader,
            @RequestParam String reason,
            HttpServletRequest request) {
        var coordinator = signedIn.as(who, Role.COORDINATOR);
        viewer.look(who, id, AuditAction.CASE_MOVED);
        desk.reassign(id, coordinator.id(), reader, reason(reason));
        return Answers.goTo("/cases/" + id, request);
    }

    @PostMapping("/cases/{id}/preliminary")
    ResponseEntity<Void> preliminary(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        viewer.within(who, id);
        reports.preliminary(id, reader(who));
        return Answers.goTo("/cases/" + id, request);
    }

    /** @param revision of the draft on the signer's screen: that one is signed, or none */
    @PostMapping("/cases/{id}/sign")
    ResponseEntity<Void> sign(
            Principal who,
            @PathVariable UUID id,
            @RequestParam long revision,
            @RequestParam String password,
            HttpServletRequest request) {
        viewer.within(who, id);
        reports.sign(id, reader(who), password, OptionalLong.of(revision));
        return Answers.goTo("/cases/" + id, request);
    }

    @PostMapping("/cases/{id}/addendum")
    ResponseEntity<Void> addendum(
            Principal who,
            @PathVariable UUID id,
            @RequestParam String text,
            @RequestParam String password,
            HttpServletRequest request) {
        viewer.within(who, id);
        reports.addendum(id, reader(who), text, password);
        return Answers.goTo("/cases/" + id, request);
    }

    @PostMapping("/cases/{id}/deliveries/{delivery}/acknowledge")
    ResponseEntity<Void> acknowledge(
            Principal who, @PathVariable UUID id, @PathVariable UUID delivery, HttpServletRequest request) {
        var doctor = signedIn.as(who, Role.DOCTOR);
        viewer.within(who, id);
        ofCase(id, delivery);
        deliveries.acknowledge(delivery, doctor);
        return Answers.goTo("/cases/" + id, request);
    }

    @PostMapping("/cases/{id}/deliveries/{delivery}/replay")
    ResponseEntity<Void> replay(
            Principal who, @PathVariable UUID id, @PathVariable UUID delivery, HttpServletRequest request) {
        var operator = signedIn.as(who, Role.COORDINATOR, Role.ADMIN);
        viewer.within(who, id);
        ofCase(id, delivery);
        deliveries.replay(delivery, operator);
        return Answers.goTo("/cases/" + id, request);
    }

    private String reader(Principal who) {
        return signedIn.as(who, Role.READER, Role.SENIOR).id();
    }

    /** The case was checked against the person's scope; so the delivery must be one of this case. */
    private void ofCase(UUID id, UUID delivery) {
        if (deliveries.ofCase(id).stream().noneMatch(known -> known.id().equals(delivery))) {
            throw new Refused(Refused.Kind.NOT_FOUND, Phrase.of("app.delivery.unknown"));
        }
    }

    private static String reason(String given) {
        if (given.isBlank()) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.reason.missing"));
        }
        if (given.length() > LONGEST_REASON) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.reason.long", LONGEST_REASON));
        }
        return given.strip();
    }
}
