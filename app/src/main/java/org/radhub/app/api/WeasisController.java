package org.radhub.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.security.Principal;
import java.util.UUID;
import org.radhub.app.people.Viewer;
import org.radhub.audit.AuditAction;
import org.radhub.viewer.ViewerLinks;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Opens a case's study, with its priors, in Weasis. */
@RestController
class WeasisController {
    private final Viewer viewer;
    private final ViewerLinks links;

    WeasisController(Viewer viewer, ViewerLinks links) {
        this.viewer = viewer;
        this.links = links;
    }

    @GetMapping("/weasis/cases/{id}")
    ResponseEntity<Void> launch(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        var study = viewer.look(who, id, AuditAction.STUDY_ACCESSED).study();
        var link = links.open(viewer.person(who), study, CaseController.baseOf(request));
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(link.weasis()))
                .build();
    }
}
