package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.security.Principal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.radhub.app.arrivals.Arrivals;
import org.radhub.app.devices.DeviceChanges;
import org.radhub.app.language.Names;
import org.radhub.app.language.Phrases;
import org.radhub.app.language.Sizes;
import org.radhub.app.language.Times;
import org.radhub.registry.Person;
import org.radhub.registry.Phrase;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.Sites;
import org.radhub.router.DeviceTraffic;
import org.radhub.router.RefusedCall;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StoreHealth;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What comes in at the moment, from which device, and who was turned away. */
@Controller
class ArrivalsPage {
    /** What a device does. Texts are empty where there is nothing to say. */
    record Line(
            String aeTitle,
            String site,
            String description,
            boolean active,
            int open,
            long perMinute,
            String perSecond,
            String lastSeen,
            String lastSeenExactly,
            long instances,
            String bytes,
            long refused,
            Optional<LastRefusal> lastRefusal) {}

    record LastRefusal(String at, String status, String comment) {}

    /** A study that comes in. */
    record Coming(
            Optional<PatientLine> patient,
            String modality,
            String description,
            String site,
            String device,
            int images,
            int announced,
            boolean late,
            boolean sending,
            String since,
            String decided) {}

    record Turned(
            RefusedCall call,
            boolean admittable,
            boolean known,
            boolean admitted,
            String site,
            String hospital,
            String reason,
            String last) {}

    record Figures(int open, long perMinute, String perSecond, int active) {}

    /** How the bytes are on their way from the network to the object store. */
    record SpoolLine(
            String held,
            String free,
            long unindexed,
            boolean indexing,
            long uploads,
            Optional<String> storeProblem,
            String storeProblemSince,
            Optional<String> hindrance,
            long damagedPacks,
            long lost) {}

    private final SignedIn signedIn;
    private final Arrivals arrivals;
    private final DeviceChanges changes;
    private final Sites sites;
    private final ListLooks looks;
    private final Names names;
    private final Phrases phrases;
    private final Times times;
    private final Sizes sizes;

    ArrivalsPage(
            SignedIn signedIn,
            Arrivals arrivals,
            DeviceChanges changes,
            Sites sites,
            ListLooks looks,
            Names names,
            Phrases phrases,
            Times times,
            Sizes sizes) {
        this.signedIn = signedIn;
        this.arrivals = arrivals;
        this.changes = changes;
        this.sites = sites;
        this.looks = looks;
        this.names = names;
        this.phrases = phrases;
        this.times = times;
        this.sizes = sizes;
    }

    @GetMapping("/arrivals")
    String show(Principal who, HttpSession session, Locale locale, Model model) {
        looks.opened(who, session, "arrivals", fill(who, locale, model));
        return "arrivals";
    }

    @GetMapping("/arrivals/now")
    String renew(Principal who, HttpSession session, Locale locale, Model model) {
        looks.renewed(who, session, "arrivals", fill(who, locale, model));
        return "arrivals :: now";
    }

    @GetMapping("/arrivals/refused")
    String refused(Principal who, Locale locale, Model model) {
        var person = signedIn.as(who, Role.ADMIN, Role.COORDINATOR);
        fillRefused(person, arrivals.refused(), locale, model);
        return "arrivals :: refused";
    }

    /** @param site that was shown, or chosen, as the one whose device it is */
    @PostMapping("/arrivals/admit")
    ResponseEntity<Void> admit(
            Principal who,
            @RequestParam String ae,
            @RequestParam String address,
            @RequestParam(defaultValue = "") String site,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        signedIn.as(who, Role.ADMIN);
        var device = changes.admit(who, ae, address, site);
        var done = phrases.say(Phrase.of("app.arrivals.admitted", device.aeTitle(), address), locale);
        return Answers.goTo("/arrivals", done, request, response);
    }

    /** @return the studies that are shown with their patients */
    private List<String> fill(Principal who, Locale locale, Model model) {
        var person = signedIn.as(who, Role.ADMIN, Role.COORDINATOR, Role.DOCTOR);
        var view = arrivals.seenBy(person);
        model.addAttribute("figures", figures(view.senders()));
        model.addAttribute(
                "devices",
                view.senders().stream().map(sender -> line(sender, locale)).toList());
        model.addAttribute(
                "coming",
                view.studies().stream().map(one -> coming(one, locale)).toList());
        model.addAttribute("spool", view.spool().map(now -> spool(now, view.storeProblem())));
        model.addAttribute("operates", view.refused().isPresent());
        view.refused().ifPresent(calls -> fillRefused(person, calls, locale, model));
        return view.studies().stream()
                .filter(Arrivals.Coming::identified)
                .map(one -> one.arriving().study().studyInstanceUid())
                .toList();
    }

    private void fillRefused(Person person, List<Arrivals.Turned> calls, Locale locale, Model model) {
        model.addAttribute("registers", person.is(Role.ADMIN));
        model.addAttribute(
                "sites",
                sites.all().stream()
                        .sorted(Comparator.comparing(Site::code))
                        .map(site -> new Choice(site.code(), names.of(site, locale)))
                        .toList());
        model.addAttribute(
                "refused", calls.stream().map(call -> turned(call, locale)).toList());
    }

    private Figures figures(List<Arrivals.Sender> senders) {
        var now = senders.stream().flatMap(sender -> sender.traffic().stream()).toList();
        return new Figures(
                now.stream().mapToInt(DeviceTraffic::openAssociations).sum(),
                Math.round(now.stream()
                        .mapToDouble(DeviceTraffic::instancesPerMinute)
                        .sum()),
                sizes.rate(
                        now.stream().mapToDouble(DeviceTraffic::bytesPerSecond).sum()),
                (int) senders.stream().filter(Arrivals.Sender::active).count());
    }

    private Line line(Arrivals.Sender sender, Locale locale) {
        var device = sender.device();
        var now = sender.traffic();
        return new Line(
                device.aeTitle(),
                names.ofSite(device.site(), locale),
                device.description(),
                sender.active(),
                now.map(DeviceTraffic::openAssociations).orElse(0),
                Math.round(now.map(DeviceTraffic::instancesPerMinute).orElse(0.0)),
                sizes.rate(now.map(DeviceTraffic::bytesPerSecond).orElse(0.0)),
                now.map(DeviceTraffic::lastSeenAt).map(times::brief).orElse(""),
                now.map(DeviceTraffic::lastSeenAt).map(times::exact).orElse(""),
                now.map(DeviceTraffic::instances).orElse(0L),
                sizes.of(now.map(DeviceTraffic::bytes).orElse(0L)),
                now.map(DeviceTraffic::refused).orElse(0L),
                now.flatMap(DeviceTraffic::lastRefusal)
                        .map(last -> new LastRefusal(times.brief(last.at()), last.status(), last.comment())));
    }

    private Coming coming(Arrivals.Coming one, Locale locale) {
        var arriving = one.arriving();
        var study = arriving.study();
        return new Coming(
                Optional.of(study)
                        .filter(found -> one.identified())
                        .map(found -> PatientLine.of(found.patient(), found.studyDate())),
                String.join(" ", study.modalities()),
                one.identified() ? study.description() : "",
                names.ofSite(study.site(), locale),
                study.callingAeTitle(),
                study.instanceCount(),
                arriving.announced(),
                arriving.late(),
                arriving.openAssociations() > 0,
                times.brief(study.firstReceivedAt()),
                arriving.decidedAt().map(times::stamp).orElse(""));
    }

    private Turned turned(Arrivals.Turned one, Locale locale) {
        return new Turned(
                one.call(),
                one.admittable(),
                one.known(),
                one.admitted(),
                one.site(),
                one.known() ? names.ofSite(one.site(), locale) : "",
                phrases.say(one.call().reason(), locale),
                times.brief(one.call().lastAt()));
    }

    private SpoolLine spool(SpoolHealth.Snapshot now, Optional<StoreHealth.Problem> storeProblem) {
        return new SpoolLine(
                sizes.of(now.spoolBytes()),
                sizes.of(now.freeBytes()),
                now.unindexed(),
                now.indexing(),
                now.uploadsWaiting(),
                storeProblem.map(StoreHealth.Problem::message),
                storeProblem.map(StoreHealth.Problem::since).map(times::brief).orElse(""),
                now.hindrance(),
                now.damagedPacks(),
                now.lostInstances());
    }
}
