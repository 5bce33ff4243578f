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
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.ConflictQuery;
import org.radhub.storage.Studies;
import org.radhub.viewer.Thumbnails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
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
    private static final Logger LOG = LoggerFactory.getLogger(ConflictController.class);
    private static final int PAGE = 50;
    private static final int THUMBNAIL = 512;
    private static final int UIDS_PER_LINE = 14;
    private static final int LONGEST_NOTE = 2000;

    private final ConflictDesk desk;
    private final Studies studies;
    private final Thumbnails thumbnails;
    private final Viewer viewer;
    private final ConflictJson.View view;

    ConflictController(
            ConflictDesk desk, Studies studies, Thumbnails thumbnails, Viewer viewer, ConflictJson.View view) {
        this.desk = desk;
        this.studies = studies;
        this.thumbnails = thumbnails;
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

    /** A small picture of it; the one that is kept has its own, as every image (PS3.18 10.4.1.1.4). */
    @GetMapping(value = "/{id}/thumbnail", produces = MediaType.IMAGE_JPEG_VALUE)
    ResponseEntity<byte[]> thumbnail(Principal who, @PathVariable UUID id) throws IOException {
        var aside = desk.look(who, id, AuditAction.STUDY_ACCESSED, "picture of the one set aside")
                .aside();
        try {
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .contentType(MediaType.IMAGE_JPEG)
                    .body(thumbnails.jpeg(aside.instance(), THUMBNAIL));
        } catch (Thumbnails.NoPicture e) {
            LOG.info("conflict {} cannot be drawn: {}", id, e.getMessage());
            throw new Refused(Refused.Kind.NOT_FOUND, Phrase.of("viewer.no-picture"));
        }
    }

    @PostMapping("/{id}/decide")
    @PreAuthorize("hasAnyRole('DOCTOR', 'COORDINATOR')")
    ConflictJson decide(Principal who, @PathVariable UUID id, @RequestBody Decision body) {
        var note = Input.required("note", body.note(), LONGEST_NOTE);
        return view.line(new ConflictDesk.Seen(desk.decide(who, id, note), true));
    }
}
