package org.radhub.app.pages;

import java.util.Locale;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Sites;
import org.springframework.stereotype.Component;

/** The names of people and sites in the reader's language; what is not known is shown by its id. */
@Component
class Names {
    private final People people;
    private final Sites sites;

    Names(People people, Sites sites) {
        this.people = people;
        this.sites = sites;
    }

    String of(Person person, Locale locale) {
        return chosen(person.name(), person.nameZh(), person.id(), locale);
    }

    String ofPerson(String id, Locale locale) {
        return people.find(id).map(person -> of(person, locale)).orElse(id);
    }

    String ofSite(String code, Locale locale) {
        return sites.find(code)
                .map(site -> chosen(site.name(), site.nameZh(), code, locale))
                .orElse(code);
    }

    private static String chosen(String latin, String chinese, String id, Locale locale) {
        var name = locale.getLanguage().equals("zh") && !chinese.isBlank() ? chinese : latin;
        return name.isBlank() ? id : name;
    }
}
