package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.app.devices.DeviceChanges;
import org.radhub.app.language.Names;
import org.radhub.app.language.Phrases;
import org.radhub.app.language.Times;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.NetworkAddress;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.router.Listener;
import org.radhub.router.RefusedCall;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Which devices may send, which were turned away, and who belongs to the region. */
@Controller
class DevicesPage {
    private static final int REFUSED = 50;
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;\\uff0c\\uff1b\\u3001]+");

    record Row(Device device, String site, Optional<NetworkAddress> calledAt) {}

    /** @param hospital that has a device of the calling AE title; empty where none has */
    record Turned(RefusedCall call, String hospital, String reason, String last) {}

    record Hospital(
            String code, String name, SiteKind kind, String parent, long devices, OptionalInt mostAssociations) {}

    record Somebody(String id, String name, String site, Set<Role> roles, Set<String> credentials, boolean enabled) {}

    private final SignedIn signedIn;
    private final Devices devices;
    private final DeviceChanges changes;
    private final Sites sites;
    private final People people;
    private final Listener listener;
    private final Names names;
    private final Phrases phrases;
    private final Times times;

    DevicesPage(
            SignedIn signedIn,
            Devices devices,
            DeviceChanges changes,
            Sites sites,
            People people,
            Listener listener,
            Names names,
            Phrases phrases,
            Times times) {
        this.signedIn = signedIn;
        this.devices = devices;
        this.changes = changes;
        this.sites = sites;
        this.people = people;
        this.listener = listener;
        this.names = names;
        this.phrases = phrases;
        this.times = times;
    }

    @GetMapping("/devices")
    String show(Principal who, Locale locale, Model model) {
        signedIn.as(who, Role.ADMIN);
        var all = devices.all();
        var calledAt = devices.calledAt();
        model.addAttribute(
                "rows",
                all.stream()
                        .sorted(Comparator.comparing(Device::site).thenComparing(Device::aeTitle))
                        .map(device -> new Row(
                                device,
                                names.ofSite(device.site(), locale),
                                Optional.ofNullable(calledAt.get(device.aeTitle()))))
                        .toList());
        model.addAttribute("hospitals", hospitals(all, locale));
        model.addAttribute("people", people(locale));
        fillRefused(locale, model);
        return "devices";
    }

    @GetMapping("/devices/refused")
    String refused(Principal who, Locale locale, Model model) {
        signedIn.as(who, Role.ADMIN);
        fillRefused(locale, model);
        return "devices :: refused";
    }

    /**
     * @param ae of the device to change, or the AE title that called; empty: a new one
     * @param address that it called from, offered as the first
     */
    @GetMapping("/devices/edit")
    String edit(
            Principal who,
            @RequestParam(defaultValue = "") String ae,
            @RequestParam(defaultValue = "") String address,
            Locale locale,
            Model model) {
        signedIn.as(who, Role.ADMIN);
        var known = devices.find(ae);
        var device = known.orElse(new Device(ae, "", "", "", List.of(), true));
        var addresses = Stream.concat(
                        device.addresses().stream(), Stream.of(address).filter(one -> !one.isBlank()))
                .distinct()
                .collect(Collectors.joining(" "));
        model.addAttribute("device", device);
        model.addAttribute("addresses", addresses);
        model.addAttribute("certificates", String.join(" ", device.certificates()));
        var calledAt = devices.calledAt(ae);
        model.addAttribute("calledAt", calledAt.map(NetworkAddress::toString).orElse(""));
        model.addAttribute("calledOverTls", calledAt.map(NetworkAddress::tls).orElse(false));
        model.addAttribute("known", known.isPresent());
        // Who calls from elsewhere may be another hospital's device of the same title: nothing is moved by that.
        model.addAttribute("settled", known.isPresent() && !address.isBlank());
        model.addAttribute(
                "hospital", known.map(one -> names.ofSite(one.site(), locale)).orElse(""));
        model.addAttribute("sites", choices(locale));
        return "device :: dialog";
    }

    /** @param from the site that it was shown to belong to, where it may be given to another one; else empty */
    @PostMapping("/devices")
    ResponseEntity<Void> put(
            Principal who,
            @RequestParam String ae,
            @RequestParam String site,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String description,
            @RequestParam(defaultValue = "") String modality,
            @RequestParam(defaultValue = "") String addresses,
            @RequestParam(defaultValue = "") String certificates,
            @RequestParam(defaultValue = "") String calledAt,
            @RequestParam(defaultValue = "false") boolean calledOverTls,
            @RequestParam(defaultValue = "false") boolean enabled,
            HttpServletRequest request) {
        signedIn.as(who, Role.ADMIN);
        var called = NetworkAddress.parse(calledAt).map(at -> at.over(calledOverTls));
        changes.put(
                who,
                new Device(
                        ae.strip(),
                        site,
                        description.strip(),
                        modality.strip(),
                        divided(addresses),
                        enabled,
                        divided(certificates)),
                from);
        if (!devices.calledAt(ae.strip()).equals(called)) {
            changes.callAt(who, ae.strip(), called);
        }
        return Answers.goTo("/devices", request);
    }

    /** @param most empty for no limit of its own */
    @PostMapping("/devices/sites/{code}/association-limit")
    ResponseEntity<Void> limit(
            Principal who,
            @PathVariable String code,
            @RequestParam Optional<Integer> most,
            HttpServletRequest request) {
        signedIn.as(who, Role.ADMIN);
        changes.limitAssociations(who, code, most.map(OptionalInt::of).orElseGet(OptionalInt::empty));
        return Answers.goTo("/devices", request);
    }

    private static List<String> divided(String list) {
        return BETWEEN.splitAsStream(list.strip()).filter(one -> !one.isBlank()).toList();
    }

    private void fillRefused(Locale locale, Model model) {
        model.addAttribute(
                "refused",
                listener.refusedCalls(REFUSED).stream()
                        .map(call -> new Turned(
                                call,
                                devices.find(call.callingAeTitle())
                                        .map(device -> names.ofSite(device.site(), locale))
                                        .orElse(""),
                                phrases.say(call.reason(), locale),
                                times.brief(call.lastAt())))
                        .toList());
    }

    private List<Hospital> hospitals(List<Device> all, Locale locale) {
        Map<String, Long> count = all.stream().collect(Collectors.groupingBy(Device::site, Collectors.counting()));
        return sites.all().stream()
                .sorted(Comparator.comparing(Site::kind).thenComparing(Site::code))
                .map(site -> new Hospital(
                        site.code(),
                        names.of(site, locale),
                        site.kind(),
                        site.parent()
                                .map(parent -> names.ofSite(parent, locale))
                                .orElse(""),
                        count.getOrDefault(site.code(), 0L),
                        sites.mostAssociations(site.code())))
                .toList();
    }

    private List<Somebody> people(Locale locale) {
        return people.all().stream()
                .sorted(Comparator.comparing(Person::site).thenComparing(Person::id))
                .map(person -> new Somebody(
                        person.id(),
                        names.of(person, locale),
                        names.ofSite(person.site(), locale),
                        person.roles().stream().sorted().collect(Collectors.toCollection(LinkedHashSet::new)),
                        person.credentials().stream().sorted().collect(Collectors.toCollection(LinkedHashSet::new)),
                        person.enabled()))
                .toList();
    }

    private List<Choice> choices(Locale locale) {
        return sites.all().stream()
                .sorted(Comparator.comparing(Site::code))
                .map(site -> new Choice(site.code(), names.of(site, locale)))
                .toList();
    }
}
