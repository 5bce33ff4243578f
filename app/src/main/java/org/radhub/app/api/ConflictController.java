package org.radhub.app.api;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.radhub.app.conflicts.ConflictDesk;
import org.radhub.app.people.Viewer;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Page;
import org.radhub.storage.ConflictQuery;
import org.radhub.storage.Studies;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Images that were kept aside because another one has their SOP Instance UID. */
@RestController
@RequestMapping("/api/conflicts")
@PreAuthorize("hasAnyRole('DOCTOR', 'COORDINATOR', 'READER', 'SENIOR')")
class ConflictController {
    private static final int PAGE = 50;
    private static final int UIDS_PER_LINE = 14;
    private static final int LONGEST_NOTE = 2000;

    private final ConflictDesk desk;
    private final Studies studies;
    private final Viewer viewer;
    private final ConflictJson.View view;

    ConflictController(ConflictDesk desk, Studies studies, Viewer viewer, ConflictJson.View view) {
        this.desk = desk;
        this.studies = studies;
        this.viewer = viewer;
        this.view = view;
    }

    record Decision(String note) {}

    /** Newest first; to an administrator without anything that leads to patients. */
    @GetMapping
    @PreAuthorize("hasAnyRole('DOCTOR', 'COORDINATOR', 'READER', 'SENIOR', 'ADMIN')")
    Page<ConflictJson> list(
            Principal who,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> study,
            @RequestParam Optional<Boolean> open,
            @RequestParam(defaultValue = "1") int page) {
        var query = new ConflictQuery(
                site.filter(text -> !text.isBlank()),
                study.filter(text -> !text.isBlank()),
                open,
                Math.max(1, page),
                PAGE);
        var found = desk.list(viewer.person(who), query);
        var shown = found.items().stream()
                .flatMap(ConflictDesk.Seen::studies)
                .distinct()
                .toList();
        for (var from = 0; from < shown.size(); from += UIDS_PER_LINE) {
            var part = shown.subList(from, Math.min(shown.size(), from + UIDS_PER_LINE));
            viewer.listed(who, "conflicts: " + String.join(" ", part));
        }
        return new Page<>(found.items().stream().map(view::line).toList(), found.page(), found.pages(), found.total());
    }

    @GetMapping("/{id}")
    ConflictJson one(Principal who, Locale locale, @PathVariable UUID id) {
        var found = desk.look(who, id, AuditAction.PATIENT_RECORD_VIEWED, "both sides");
        return view.whole(found, desk.portrait(found.kept()), desk.portrait(found.aside()), locale);
    }

    /** The file that was kept aside, as it came. */
    @GetMapping("/{id}/dicom")
    void dicom(Principal who, @PathVariable UUID id, HttpServletResponse response) throws IOException {
        var aside = desk.look(who, id, AuditAction.STUDY_ACCESSED, "the file set aside")
                .aside();
        try (var file = studies.open(aside.instance())) {
            response.setContentType("application/dicom");
            response.setContentLengthLong(aside.instance().bytes());
            response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"conflict-" + id + ".dcm\"");
            file.transferTo(response.getOutputStream());
        }
    }

    @PostMapping("/{id}/decide")
    @PreAuthorize("hasAnyRole('DOCTOR', 'COORDINATOR')")
    ConflictJson decide(Principal who, @PathVariable UUID id, @RequestBody Decision body) {
        var note = Input.required("note", body.note(), LONGEST_NOTE);
        return view.line(new ConflictDesk.Seen(desk.decide(who, id, note), true));
    }
}
