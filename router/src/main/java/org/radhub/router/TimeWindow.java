package org.radhub.router;

import java.time.LocalTime;

/**
 * A part of the day, in the region's time zone. It may go past midnight; where both ends are equal it is the whole day.
 *
 * @param until exclusive
 */
public record TimeWindow(LocalTime from, LocalTime until) {
    public boolean includes(LocalTime time) {
        if (from.isBefore(until)) {
            return !time.isBefore(from) && time.isBefore(until);
        }
        return !time.isBefore(from) || time.isBefore(until);
    }
}
