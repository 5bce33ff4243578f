package org.radhub.app.pages;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.radhub.router.SendingQuery;
import org.radhub.router.SendingState;
import org.springframework.web.util.UriComponentsBuilder;

/** Which sendings a person wants to see. */
record SendingFilter(String state, String destination, Integer page) {
    private static final int SIZE = 50;
    private static final int MOST_DEAD = 25;

    SendingFilter {
        state = state == null ? "" : state;
        destination = destination == null ? "" : destination;
        page = page == null ? 1 : Math.max(1, page);
    }

    /** What could not be sent, longest ago first. */
    static SendingQuery dead() {
        return new SendingQuery(Optional.of(SendingState.DEAD), Optional.empty(), 1, MOST_DEAD);
    }

    SendingQuery query() {
        return new SendingQuery(chosenState(), given(destination), page, SIZE);
    }

    public boolean isSet() {
        return !(state + destination).isBlank();
    }

    /** The same list at another page, as an address. */
    public String at(String path, int other) {
        var address = UriComponentsBuilder.fromPath(path);
        chosenState().ifPresent(chosen -> address.queryParam("state", chosen));
        given(destination).ifPresent(name -> address.queryParam("destination", "{destination}"));
        return address.queryParam("page", other)
                .encode()
                .buildAndExpand(Map.of("destination", destination))
                .toUriString();
    }

    private Optional<SendingState> chosenState() {
        return Arrays.stream(SendingState.values())
                .filter(one -> one.name().equals(state))
                .findFirst();
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(present -> !present.isBlank());
    }
}
