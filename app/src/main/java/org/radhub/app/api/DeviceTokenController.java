package org.radhub.app.api;

import java.security.Principal;
import java.time.OffsetDateTime;
import java.util.List;
import org.radhub.app.devices.WebTokens;
import org.radhub.registry.DeviceToken;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The tokens that devices store with over the web. */
@RestController
@RequestMapping("/api/devices/{aeTitle}/tokens")
@PreAuthorize("hasRole('ADMIN')")
class DeviceTokenController {
    private final WebTokens tokens;
    private final CaseView view;

    DeviceTokenController(WebTokens tokens, CaseView view) {
        this.tokens = tokens;
        this.view = view;
    }

    record TokenJson(String name, OffsetDateTime issuedAt, String issuedBy) {}

    /** @param token what the device sends as {@code Authorization: Bearer}; in this answer alone */
    record IssuedJson(String name, OffsetDateTime issuedAt, String issuedBy, String token) {}

    @GetMapping
    List<TokenJson> list(@PathVariable String aeTitle) {
        return tokens.of(aeTitle).stream().map(this::json).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    IssuedJson issue(Principal who, @PathVariable String aeTitle) {
        var issued = tokens.issue(aeTitle, who.getName());
        var token = json(issued.token());
        return new IssuedJson(token.name(), token.issuedAt(), token.issuedBy(), issued.secret());
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(Principal who, @PathVariable String aeTitle, @PathVariable String name) {
        tokens.revoke(aeTitle, name, who.getName());
    }

    private TokenJson json(DeviceToken token) {
        return new TokenJson(token.name(), view.time(token.issuedAt()), token.issuedBy());
    }
}
