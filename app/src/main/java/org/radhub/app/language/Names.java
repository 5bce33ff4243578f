package org.radhub.app.language;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Site;
import org.radhub.registry.Sites;
import org.springframework.stereotype.Component;

/**
 * The names of people and sites in the reader's language; what is not known is shown by its id. Lists ask for hundreds of them every few
 * seconds, so they are kept for a moment: a new name shows within that moment.
 */
@Component
public class Names {
    private static final Duration KEPT = Duration.ofSeconds(10);

    private record Known(Instant at, Map<String, Person> people, Map<String, Site> sites) {}

    private final People people;
    private final Sites sites;
    private final Clock clock;
    private volatile Known known = new Known(Instant.MIN, Map.of(), Map.of());

    Names(People people, Sites sites, Clock clock) {
        this.people = people;
        this.sites = sites;
        this.clock = clock;
    }

    public String of(Person person, Locale locale) {
        return chosen(person.name(), person.nameZh(), person.id(), locale);
    }

    public String of(Site site, Locale locale) {
        return chosen(site.name(), site.nameZh(), site.code(), locale);
    }

    public String ofPerson(String id, Locale locale) {
        return Optional.ofNullable(known().people().get(id))
                .map(person -> of(person, locale))
                .orElse(id);
    }

    public String ofSite(String code, Locale locale) {
        return Optional.ofNullable(known().sites().get(code))
                .map(site -> of(site, locale))
                .orElse(code);
    }

    /** The name, if this is exactly the id of a person or the code of a site. */
    Optional<String> ofAny(String id, Locale locale) {
        var now = known();
        return Optional.ofNullable(now.people().get(id))
                .map(person -> of(person, locale))
                .or(() -> Optional.ofNullable(now.sites().get(id)).map(site -> of(site, locale)));
    }

    private Known known() {
        var now = clock.instant();
        if (now.isAfter(known.at().plus(KEPT))) {
            var byId = new HashMap<String, Person>();
            people.all().forEach(person -> byId.put(person.id(), person));
            var byCode = new HashMap<String, Site>();
            sites.all().forEach(site -> byCode.put(site.code(), site));
            known = new Known(now, byId, byCode);
        }
        return known;
    }

    private static String chosen(String latin, String chinese, String id, Locale locale) {
        var name = locale.getLanguage().equals("zh") && !chinese.isBlank() ? chinese : latin;
        return name.isBlank() ? id : name;
    }
}
