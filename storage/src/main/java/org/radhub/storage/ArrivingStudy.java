package org.radhub.storage;

import java.time.Instant;
import java.util.Optional;

/**
 * A study that instances come for, or are waited for.
 *
 * @param openAssociations how many of those that brought it are still open
 * @param announced how many instances there are in its own words; 0 where it does not say
 * @param decidedAt when the hub will look again whether it is complete, unless something changes before; empty while that is not known
 * @param late whether it had been complete before, and these came afterwards
 */
public record ArrivingStudy(
        Study study, int openAssociations, int announced, Optional<Instant> decidedAt, boolean late) {}
