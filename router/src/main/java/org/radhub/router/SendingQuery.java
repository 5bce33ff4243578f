package org.radhub.router;

import java.util.Optional;

/**
 * Which sendings to list.
 *
 * @param page from 1
 * @param size sendings to a page, 1 to 200
 */
public record SendingQuery(Optional<SendingState> state, Optional<String> destination, int page, int size) {}
