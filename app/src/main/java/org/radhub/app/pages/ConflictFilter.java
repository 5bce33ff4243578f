package org.radhub.app.pages;

import java.util.Map;
import java.util.Optional;
import org.radhub.registry.StudyKey;
import org.radhub.storage.ConflictQuery;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Which conflicts a person wants to see.
 *
 * @param state {@code open}, {@code decided} or {@code all}; anything else is open
 * @param study Study Instance UID; empty: of all
 */
record ConflictFilter(String state, String site, String study, Integer page) {
    private static final int SIZE = 50;

    ConflictFilter {
        state = "decided".equals(state) || "all".equals(state) ? state : "open";
        site = site == null ? "" : site;
        study = study == null ? "" : study;
        page = page == null ? 1 : Math.max(1, page);
    }

    static ConflictFilter of(StudyKey study) {
        return new ConflictFilter("all", study.site(), study.studyInstanceUid(), 1);
    }

    ConflictQuery query() {
        var open = state.equals("all") ? Optional.<Boolean>empty() : Optional.of(state.equals("open"));
        return new ConflictQuery(given(site), given(study), open, page, SIZE);
    }

    public boolean isOfStudy() {
        return !study.isBlank();
    }

    /** The same list at another page, as an address. */
    public String at(String path, int other) {
        return address(path, state, other);
    }

    /** The same list in another state, as an address. */
    public String in(String other) {
        return address("/conflicts", other, 1);
    }

    private String address(String path, String wanted, int number) {
        var address = UriComponentsBuilder.fromPath(path).queryParam("state", wanted);
        given(site).ifPresent(chosen -> address.queryParam("site", "{site}"));
        given(study).ifPresent(chosen -> address.queryParam("study", "{study}"));
        return address.queryParam("page", number)
                .encode()
                .buildAndExpand(Map.of("site", site, "study", study))
                .toUriString();
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(present -> !present.isBlank());
    }
}
