package org.radhub.app.language;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Instants as clocks in the region show them, and spans as people say them. Digits only, so that columns of them line up. */
@Component
public class Times {
    private static final DateTimeFormatter CLOCK_SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter THIS_YEAR = DateTimeFormatter.ofPattern("MM-dd HH:mm");
    private static final DateTimeFormatter ANY_YEAR = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Clock clock;
    private final ZoneId zone;
    private final MessageSource messages;

    Times(Clock clock, @Value("${radhub.zone:Asia/Shanghai}") ZoneId zone, MessageSource messages) {
        this.clock = clock;
        this.zone = zone;
        this.messages = messages;
    }

    public Instant now() {
        return clock.instant();
    }

    public ZoneId zone() {
        return zone;
    }

    /** As short as is clear today: {@code 14:05} today, {@code 11-22 14:05} this year, {@code 2025-11-22 14:05} before. */
    public String brief(Instant at) {
        var local = at.atZone(zone);
        var today = now().atZone(zone);
        if (local.toLocalDate().equals(today.toLocalDate())) {
            return CLOCK.format(local);
        }
        return (local.getYear() == today.getYear() ? THIS_YEAR : ANY_YEAR).format(local);
    }

    /** {@code 14:05:09} today, {@code 2026-11-21 14:05:09} on any other day. */
    public String stamp(Instant at) {
        var local = at.atZone(zone);
        return local.toLocalDate().equals(now().atZone(zone).toLocalDate()) ? CLOCK_SECONDS.format(local) : exact(at);
    }

    /** {@code 2026-11-22 14:05:09}. */
    public String exact(Instant at) {
        return EXACT.format(at.atZone(zone));
    }

    /** The span without its sign, to the minute: {@code 3 min}, {@code 1 h 05 min}, {@code 2 d 4 h}. */
    public String span(Duration span, Locale locale) {
        var minutes = Math.abs(span.toMinutes());
        if (minutes < 60) {
            return messages.getMessage("app.span.minutes", new Object[] {String.valueOf(minutes)}, locale);
        }
        if (minutes < 24 * 60) {
            var parts = new Object[] {String.valueOf(minutes / 60), "%02d".formatted(minutes % 60)};
            return messages.getMessage("app.span.hours", parts, locale);
        }
        var parts = new Object[] {String.valueOf(minutes / (24 * 60)), String.valueOf(minutes / 60 % 24)};
        return messages.getMessage("app.span.days", parts, locale);
    }
}
