package org.radhub.app.pages;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.radhub.workflow.CaseQuery;
import org.radhub.workflow.CaseState;
import org.springframework.web.util.UriComponentsBuilder;

/** What a person typed and chose above a list of cases. Blank, unknown or overlong entries filter nothing. */
record CaseFilter(String q, String state, String site, String reader, Integer page) {
    private static final int LONGEST_TEXT = 200;
    static final int SIZE = 50;

    CaseFilter {
        q = q == null
                ? ""
                : q.strip().substring(0, Math.min(LONGEST_TEXT, q.strip().length()));
        state = state == null ? "" : state;
        site = site == null ? "" : site;
        reader = reader == null ? "" : reader;
        page = page == null ? 1 : Math.max(1, page);
    }

    CaseQuery query() {
        return new CaseQuery(chosenState(), given(site), given(q), given(reader), page, SIZE);
    }

    public boolean isSet() {
        return !(q + state + site + reader).isBlank();
    }

    /** The same list at another page, as an address. */
    public String at(String path, int other) {
        var address = UriComponentsBuilder.fromPath(path);
        if (!q.isEmpty()) {
            address.queryParam("q", "{q}");
        }
        given(state).ifPresent(chosen -> address.queryParam("state", "{state}"));
        given(site).ifPresent(chosen -> address.queryParam("site", "{site}"));
        given(reader).ifPresent(chosen -> address.queryParam("reader", "{reader}"));
        return address.queryParam("page", other)
                .encode()
                .buildAndExpand(Map.of("q", q, "state", state, "site", site, "reader", reader))
                .toUriString();
    }

    private Optional<CaseState> chosenState() {
        try {
            return given(state).map(text -> CaseState.valueOf(text.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(present -> !present.isBlank());
    }
}
