package org.radhub.app.pages;

import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.app.language.Times;
import org.radhub.registry.Access;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.report.Deliveries;
import org.radhub.report.Delivery;
import org.radhub.report.DeliveryState;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyQuery;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.ReadCases;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What a sending hospital's doctors see: their studies, how far each is, and the reports. */
@Controller
class StudiesPage {
    private static final int LATEST = 40;
    /** A study that has been silent this long is not arriving any more. */
    private static final Duration ARRIVING = Duration.ofMinutes(30);

    /** A study that still comes in. */
    record Arriving(PatientLine patient, String modality, String description, int images, String since) {}

    /** @param toAcknowledge a report that the hospital has, and has not acknowledged */
    record Row(CaseLine line, Optional<UUID> toAcknowledge) {}

    private final SignedIn signedIn;
    private final ReadCases cases;
    private final Studies studies;
    private final Deliveries deliveries;
    private final Access access;
    private final ListLooks looks;
    private final CaseLines lines;
    private final Times times;

    StudiesPage(
            SignedIn signedIn,
            ReadCases cases,
            Studies studies,
            Deliveries deliveries,
            Access access,
            ListLooks looks,
            CaseLines lines,
            Times times) {
        this.signedIn = signedIn;
        this.cases = cases;
        this.studies = studies;
        this.deliveries = deliveries;
        this.access = access;
        this.looks = looks;
        this.lines = lines;
        this.times = times;
    }

    @GetMapping("/studies")
    String show(Principal who, HttpSession session, CaseFilter filter, Locale locale, Model model) {
        looks.opened(who, session, "studies", fill(who, filter, locale, model));
        return "studies";
    }

    @GetMapping("/studies/rows")
    String renew(Principal who, HttpSession session, CaseFilter filter, Locale locale, Model model) {
        looks.renewed(who, session, "studies", fill(who, filter, locale, model));
        return "studies :: rows";
    }

    private List<String> fill(Principal who, CaseFilter filter, Locale locale, Model model) {
        var doctor = signedIn.as(who, Role.DOCTOR);
        var found = cases.search(filter.query(), access.scopeOf(doctor));
        model.addAttribute("filter", filter);
        model.addAttribute("page", found);
        model.addAttribute("states", CaseState.values());
        model.addAttribute(
                "rows",
                found.items().stream()
                        .map(one -> new Row(lines.of(one, locale), toAcknowledge(one, doctor)))
                        .toList());
        var coming = filter.isSet() || filter.page() > 1 ? List.<Study>of() : arriving(doctor, found.items());
        model.addAttribute("arriving", coming.stream().map(this::arriving).toList());
        return Stream.concat(
                        found.items().stream().map(one -> one.id().toString()),
                        coming.stream().map(Study::studyInstanceUid))
                .toList();
    }

    private Optional<UUID> toAcknowledge(ReadCase found, Person doctor) {
        if (found.state().unread()) {
            return Optional.empty();
        }
        return deliveries.ofCase(found.id()).stream()
                .filter(delivery -> delivery.state() == DeliveryState.DELIVERED)
                .filter(delivery -> delivery.recipientSite().equals(doctor.site()))
                .max(Comparator.comparing(Delivery::version))
                .map(Delivery::id);
    }

    private List<Study> arriving(Person doctor, List<ReadCase> shown) {
        var withCase = shown.stream().map(ReadCase::studyId).collect(Collectors.toSet());
        var since = times.now().minus(ARRIVING);
        return studies.search(StudyQuery.latest(LATEST), access.scopeOf(doctor)).stream()
                .filter(study -> !study.complete() && study.lastReceivedAt().isAfter(since))
                .filter(study -> !withCase.contains(study.id()))
                .toList();
    }

    private Arriving arriving(Study study) {
        return new Arriving(
                PatientLine.of(study.patient(), study.studyDate()),
                String.join(" ", study.modalities()),
                study.description(),
                study.instanceCount(),
                times.brief(study.firstReceivedAt()));
    }
}
