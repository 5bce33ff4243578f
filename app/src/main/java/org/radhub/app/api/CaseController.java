package org.radhub.app.api;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.radhub.app.people.Viewer;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Page;
import org.radhub.registry.Role;
import org.radhub.viewer.ViewerLinks;
import org.radhub.workflow.CaseQuery;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Desk;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Cases and what readers and coordinators do with them. */
@RestController
@RequestMapping("/api")
class CaseController {
    private static final int PAGE = 50;

    private final Viewer viewer;
    private final ReadCases cases;
    private final Desk desk;
    private final ViewerLinks links;
    private final CaseView view;

    CaseController(Viewer viewer, ReadCases cases, Desk desk, ViewerLinks links, CaseView view) {
        this.viewer = viewer;
        this.cases = cases;
        this.desk = desk;
        this.links = links;
        this.view = view;
    }

    record Reason(String reason) {}

    record Move(String reader, String reason) {}

    @GetMapping("/cases")
    Page<CaseJson> list(
            Principal who,
            Locale locale,
            @RequestParam Optional<String> state,
            @RequestParam Optional<String> site,
            @RequestParam Optional<String> q,
            @RequestParam(defaultValue = "1") int page) {
        var query = new CaseQuery(
                state.filter(text -> !text.isBlank()).map(text -> Input.word(CaseState.class, text)),
                site.filter(text -> !text.isBlank()),
                q.filter(text -> !text.isBlank()).map(text -> Input.text("q", text, 200)),
                Optional.empty(),
                Math.max(1, page),
                PAGE);
        var doctor = viewer.person(who).is(Role.DOCTOR);
        viewer.listed(who, "cases");
        return map(
                cases.search(query, viewer.scope(who)),
                found -> doctor ? view.lineWithDeliveries(found, locale) : view.line(found, locale));
    }

    @GetMapping("/cases/{id}")
    CaseJson one(Principal who, Locale locale, @PathVariable UUID id) {
        return view.whole(viewer.look(who, id, AuditAction.PATIENT_RECORD_VIEWED), locale);
    }

    @GetMapping("/worklist")
    @PreAuthorize("hasAnyRole('READER', 'SENIOR')")
    Page<CaseJson> worklist(Principal who, Locale locale) {
        var mine = cases.worklistOf(who.getName());
        viewer.listed(who, "worklist");
        return new Page<>(mine.stream().map(found -> view.line(found, locale)).toList(), 1, 1, mine.size());
    }

    @PostMapping("/cases/{id}/open")
    @PreAuthorize("hasAnyRole('READER', 'SENIOR')")
    ViewerLinks.Links open(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        viewer.look(who, id, AuditAction.PATIENT_RECORD_VIEWED);
        var opened = desk.open(id, who.getName());
        return links.open(viewer.person(who), opened.study(), baseOf(request));
    }

    @PostMapping("/cases/{id}/release")
    @PreAuthorize("hasAnyRole('READER', 'SENIOR')")
    CaseJson release(Principal who, Locale locale, @PathVariable UUID id) {
        viewer.look(who, id, AuditAction.CASE_MOVED);
        return view.line(desk.release(id, who.getName()), locale);
    }

    @PostMapping("/cases/{id}/decline")
    @PreAuthorize("hasAnyRole('READER', 'SENIOR')")
    CaseJson decline(Principal who, Locale locale, @PathVariable UUID id, @RequestBody Reason body) {
        viewer.look(who, id, AuditAction.CASE_MOVED);
        return view.line(desk.decline(id, who.getName(), Input.required("reason", body.reason(), 1000)), locale);
    }

    @PostMapping("/cases/{id}/reassign")
    @PreAuthorize("hasRole('COORDINATOR')")
    CaseJson reassign(Principal who, Locale locale, @PathVariable UUID id, @RequestBody Move body) {
        viewer.look(who, id, AuditAction.CASE_MOVED);
        var moved = desk.reassign(
                id,
                who.getName(),
                Input.required("reader", body.reader(), 100),
                Input.required("reason", body.reason(), 1000));
        return view.line(moved, locale);
    }

    /** The hub's address as this browser sees it. */
    static String baseOf(HttpServletRequest request) {
        return ServletUriComponentsBuilder.fromContextPath(request).build().toUriString();
    }

    private static Page<CaseJson> map(Page<ReadCase> page, Function<ReadCase, CaseJson> shown) {
        return new Page<>(page.items().stream().map(shown).toList(), page.page(), page.pages(), page.total());
    }
}
