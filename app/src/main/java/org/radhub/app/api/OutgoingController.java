package org.radhub.app.api;

import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.radhub.registry.Page;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.registry.StudyKey;
import org.radhub.router.Lane;
import org.radhub.router.Outgoing;
import org.radhub.router.SendingQuery;
import org.radhub.router.SendingState;
import org.radhub.storage.Studies;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What waits to be sent on, what was sent, and what could not be. */
@RestController
@RequestMapping("/api/outgoing")
@PreAuthorize("hasAnyRole('ADMIN', 'COORDINATOR')")
class OutgoingController {
    private static final int PAGE = 50;
    private static final int LONGEST_UID = 64;

    private final Outgoing outgoing;
    private final Studies studies;
    private final OutgoingJson json;

    OutgoingController(Outgoing outgoing, Studies studies, OutgoingJson json) {
        this.outgoing = outgoing;
        this.studies = studies;
        this.json = json;
    }

    record Wish(String site, String studyInstanceUid, String destination, String lane) {}

    @GetMapping
    Page<OutgoingJson.SendingJson> list(
            Locale locale,
            @RequestParam Optional<String> state,
            @RequestParam Optional<String> destination,
            @RequestParam(defaultValue = "1") int page) {
        var found = outgoing.sendings(new SendingQuery(
                state.filter(text -> !text.isBlank()).map(text -> Input.word(SendingState.class, text)),
                destination.filter(text -> !text.isBlank()),
                Math.max(1, page),
                PAGE));
        var items = found.items().stream()
                .map(sending -> json.sending(sending, List.of(), locale))
                .toList();
        return new Page<>(items, found.page(), found.pages(), found.total());
    }

    @GetMapping("/{id}")
    OutgoingJson.SendingJson one(Locale locale, @PathVariable UUID id) {
        var sending = outgoing.sending(id).orElseThrow(() -> notFound("router.sending.not-found"));
        return json.sending(sending, outgoing.problems(id), locale);
    }

    /** Sends the whole study, whatever was sent before. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @PreAuthorize("hasRole('ADMIN')")
    OutgoingJson.SendingJson send(Principal who, Locale locale, @RequestBody Wish wish) {
        var key = new StudyKey(
                Input.required("site", wish.site(), 16),
                Input.required("studyInstanceUid", wish.studyInstanceUid(), LONGEST_UID));
        var study = studies.find(key).orElseThrow(() -> notFound("router.sending.no-study"));
        var lane = wish.lane() == null ? Lane.ROUTINE : Input.word(Lane.class, wish.lane());
        var id = outgoing.send(study.id(), Input.required("destination", wish.destination(), 32), lane, who.getName());
        return one(locale, id);
    }

    @PostMapping("/{id}/replay")
    @PreAuthorize("hasRole('ADMIN')")
    OutgoingJson.SendingJson replay(Principal who, Locale locale, @PathVariable UUID id) {
        outgoing.replay(id, who.getName());
        return one(locale, id);
    }

    @PostMapping("/{id}/discard")
    @PreAuthorize("hasRole('ADMIN')")
    OutgoingJson.SendingJson discard(Principal who, Locale locale, @PathVariable UUID id) {
        outgoing.discard(id, who.getName());
        return one(locale, id);
    }

    private static Refused notFound(String key) {
        return new Refused(Refused.Kind.NOT_FOUND, Phrase.of(key));
    }
}
