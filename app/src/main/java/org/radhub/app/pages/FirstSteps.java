package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.radhub.app.language.Names;
import org.radhub.app.language.Times;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.Role;
import org.radhub.registry.Scope;
import org.radhub.router.Listener;
import org.radhub.storage.Studies;
import org.radhub.storage.StudyQuery;
import org.radhub.workflow.Board;
import org.radhub.workflow.Roster;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What to do next on a new hub, with what is already done marked as done. */
@Controller
class FirstSteps {
    private static final int CALLS = 20;
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

    /** @param command that sends a folder of images as this device, to be copied */
    record Sender(String aeTitle, String site, String description, String command) {}

    record OnShift(String name, String until) {}

    private final SignedIn signedIn;
    private final Listener listener;
    private final Devices devices;
    private final Studies studies;
    private final Board board;
    private final Roster roster;
    private final Names names;
    private final Times times;
    private final String bound;
    private final boolean demo;

    FirstSteps(
            SignedIn signedIn,
            Listener listener,
            Devices devices,
            Studies studies,
            Board board,
            Roster roster,
            Names names,
            Times times,
            @Value("${radhub.dicom.bind:127.0.0.1}") String bound,
            @Value("${radhub.demo:false}") boolean demo) {
        this.signedIn = signedIn;
        this.listener = listener;
        this.devices = devices;
        this.studies = studies;
        this.board = board;
        this.roster = roster;
        this.names = names;
        this.times = times;
        this.bound = bound;
        this.demo = demo;
    }

    @GetMapping("/start")
    String show(Principal who, HttpServletRequest request, Locale locale, Model model) {
        var person = signedIn.as(who, Role.ADMIN, Role.COORDINATOR);
        var host = ANY_ADDRESS.contains(bound) ? request.getServerName() : bound;
        var enabled = devices.all().stream().filter(Device::enabled).toList();
        model.addAttribute("aeTitle", listener.aeTitle());
        model.addAttribute("host", host);
        model.addAttribute("port", listener.port());
        model.addAttribute(
                "senders",
                enabled.stream().map(device -> sender(device, host, locale)).toList());
        model.addAttribute("refused", listener.refusedCalls(CALLS).size());
        model.addAttribute("onShift", onShift(locale));
        model.addAttribute("planned", !roster.sessions().isEmpty());
        // Whether anything has come is not about any patient, so it is asked without showing one.
        model.addAttribute(
                "arrived",
                !studies.search(StudyQuery.latest(1), Scope.EVERYTHING).isEmpty());
        model.addAttribute("admin", person.is(Role.ADMIN));
        model.addAttribute("coordinator", person.is(Role.COORDINATOR));
        model.addAttribute("demo", demo);
        return "start";
    }

    private Sender sender(Device device, String host, Locale locale) {
        return new Sender(
                device.aeTitle(),
                names.ofSite(device.site(), locale),
                device.description(),
                "storescu -aet %s -aec %s %s %d +sd +r images/"
                        .formatted(device.aeTitle(), listener.aeTitle(), host, listener.port()));
    }

    private List<OnShift> onShift(Locale locale) {
        return board.view().readers().stream()
                .filter(load -> load.onShiftUntil() != null)
                .map(load -> new OnShift(names.ofPerson(load.reader(), locale), times.brief(load.onShiftUntil())))
                .toList();
    }
}
