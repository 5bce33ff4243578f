package org.radhub.app.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Locale;
import org.radhub.app.devices.WebTokens;
import org.radhub.app.language.Names;
import org.radhub.app.language.Times;
import org.radhub.registry.Role;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The web tokens of one device: listed, issued and shown once, revoked. */
@Controller
class DeviceTokensDialog {
    record Row(String name, String issued, String by) {}

    private final SignedIn signedIn;
    private final WebTokens tokens;
    private final Names names;
    private final Times times;

    DeviceTokensDialog(SignedIn signedIn, WebTokens tokens, Names names, Times times) {
        this.signedIn = signedIn;
        this.tokens = tokens;
        this.names = names;
        this.times = times;
    }

    @GetMapping("/devices/tokens")
    String show(Principal who, @RequestParam String ae, Locale locale, Model model) {
        signedIn.as(who, Role.ADMIN);
        return dialog(ae, "", locale, model);
    }

    @PostMapping("/devices/tokens")
    String issue(Principal who, @RequestParam String ae, Locale locale, Model model, HttpServletResponse response) {
        signedIn.as(who, Role.ADMIN);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return dialog(ae, tokens.issue(ae, who.getName()).secret(), locale, model);
    }

    @PostMapping("/devices/tokens/revoke")
    String revoke(Principal who, @RequestParam String ae, @RequestParam String name, Locale locale, Model model) {
        signedIn.as(who, Role.ADMIN);
        tokens.revoke(ae, name, who.getName());
        return dialog(ae, "", locale, model);
    }

    /** @param secret of the token that was issued just now; empty: none was */
    private String dialog(String ae, String secret, Locale locale, Model model) {
        model.addAttribute("ae", ae);
        model.addAttribute("secret", secret);
        model.addAttribute(
                "rows",
                tokens.of(ae).stream()
                        .map(token -> new Row(
                                token.name(), times.stamp(token.issuedAt()), names.ofPerson(token.issuedBy(), locale)))
                        .toList());
        return "device-tokens :: dialog";
    }
}
