package org.radhub.workflow;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.UUID;

/**
 * A recurring weekly slot of a reader, in the region's time zone.
 *
 * @param until exclusive; 00:00 means midnight at the end of the day; before {@code from}: it ends on the next day
 */
public record Session(UUID id, String reader, DayOfWeek day, LocalTime from, LocalTime until) {}
