package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.radhub.app.language.Names;
import org.radhub.app.language.Times;
import org.radhub.registry.Access;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.Sites;
import org.radhub.report.Deliveries;
import org.radhub.report.Delivery;
import org.radhub.workflow.Board;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.ReadCases;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** The coordinator's view of the region: who reads, what waits, what is late. */
@Controller
class BoardPage {
    private static final int DEAD = 50;
    /** Minutes of work that fill the bar of the longest queue, where no queue is longer. */
    private static final double FULL_BAR = 60;

    /**
     * A reader and the queue.
     *
     * @param until end of the present shift; empty when off shift
     * @param minutes of work ahead
     * @param share of an hour, or of the longest queue if that is longer, 0 to 100
     */
    record Load(String id, String name, Optional<String> until, int queued, int stat, long minutes, long share) {}

    /** A report that could not be delivered. */
    record Undelivered(UUID id, UUID caseId, String site, String road, String error, String since) {}

    private final SignedIn signedIn;
    private final Board board;
    private final ReadCases cases;
    private final Deliveries deliveries;
    private final Access access;
    private final Sites sites;
    private final ListLooks looks;
    private final CaseLines lines;
    private final Names names;
    private final Times times;

    BoardPage(
            SignedIn signedIn,
            Board board,
            ReadCases cases,
            Deliveries deliveries,
            Access access,
            Sites sites,
            ListLooks looks,
            CaseLines lines,
            Names names,
            Times times) {
        this.signedIn = signedIn;
        this.board = board;
        this.cases = cases;
        this.deliveries = deliveries;
        this.access = access;
        this.sites = sites;
        this.looks = looks;
        this.lines = lines;
        this.names = names;
        this.times = times;
    }

    @GetMapping("/board")
    String show(Principal who, HttpSession session, Locale locale, Model model) {
        looks.opened(who, session, "board", fill(who, locale, model));
        return "board";
    }

    @GetMapping("/board/now")
    String renew(Principal who, HttpSession session, Locale locale, Model model) {
        looks.renewed(who, session, "board", fill(who, locale, model));
        return "board :: now";
    }

    @GetMapping("/board/cases")
    String cases(Principal who, HttpSession session, CaseFilter filter, Locale locale, Model model) {
        looks.opened(who, session, "cases", fillCases(who, filter, locale, model));
        return "board-cases";
    }

    @GetMapping("/board/cases/rows")
    String renewCases(Principal who, HttpSession session, CaseFilter filter, Locale locale, Model model) {
        looks.renewed(who, session, "cases", fillCases(who, filter, locale, model));
        return "board-cases :: rows";
    }

    @PostMapping("/board/deliveries/{id}/replay")
    ResponseEntity<Void> replay(Principal who, @PathVariable UUID id, HttpServletRequest request) {
        deliveries.replay(id, signedIn.as(who, Role.COORDINATOR));
        return Answers.goTo("/board", request);
    }

    private List<String> fill(Principal who, Locale locale, Model model) {
        signedIn.as(who, Role.COORDINATOR);
        var view = board.view();
        var loads = loads(view, locale);
        model.addAttribute("loads", loads);
        model.addAttribute(
                "onShift",
                loads.stream().filter(load -> load.until().isPresent()).count());
        model.addAttribute("queued", loads.stream().mapToInt(Load::queued).sum());
        model.addAttribute("waiting", lines.of(view.waiting(), locale));
        model.addAttribute("late", lines.of(view.late(), locale));
        model.addAttribute(
                "undelivered",
                deliveries.dead(DEAD).stream()
                        .map(delivery -> undelivered(delivery, locale))
                        .toList());
        return Stream.concat(view.waiting().stream(), view.late().stream())
                .map(found -> found.id().toString())
                .distinct()
                .toList();
    }

    private List<Load> loads(Board.View view, Locale locale) {
        var longest = Math.max(
                FULL_BAR,
                view.readers().stream()
                        .mapToDouble(Board.ReaderLoad::minutesAhead)
                        .max()
                        .orElse(0));
        return view.readers().stream()
                .sorted(Comparator.comparing((Board.ReaderLoad load) -> load.onShiftUntil() == null)
                        .thenComparing(Board.ReaderLoad::minutesAhead, Comparator.reverseOrder())
                        .thenComparing(Board.ReaderLoad::reader))
                .map(load -> new Load(
                        load.reader(),
                        names.ofPerson(load.reader(), locale),
                        until(load.onShiftUntil()),
                        load.queued(),
                        load.stat(),
                        Math.round(load.minutesAhead()),
                        Math.round(100 * load.minutesAhead() / longest)))
                .toList();
    }

    private Optional<String> until(Instant end) {
        return Optional.ofNullable(end).map(times::brief);
    }

    private Undelivered undelivered(Delivery delivery, Locale locale) {
        return new Undelivered(
                delivery.id(),
                delivery.caseId(),
                names.ofSite(delivery.recipientSite(), locale),
                delivery.road(),
                delivery.lastError().orElse(""),
                times.brief(delivery.queuedAt()));
    }

    private List<String> fillCases(Principal who, CaseFilter filter, Locale locale, Model model) {
        var coordinator = signedIn.as(who, Role.COORDINATOR);
        var found = cases.search(filter.query(), access.scopeOf(coordinator));
        model.addAttribute("filter", filter);
        model.addAttribute("page", found);
        model.addAttribute("rows", lines.of(found.items(), locale));
        model.addAttribute("states", CaseState.values());
        model.addAttribute("sites", choices(locale));
        model.addAttribute("readers", loads(board.view(), locale));
        return found.items().stream().map(one -> one.id().toString()).toList();
    }

    private List<Choice> choices(Locale locale) {
        return sites.all().stream()
                .sorted(Comparator.comparing(Site::code))
                .map(site -> new Choice(site.code(), names.of(site, locale)))
                .toList();
    }
}
