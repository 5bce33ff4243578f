package org.radhub.app.language;

import java.util.Locale;
import org.springframework.stereotype.Component;

/** Amounts of bytes as people say them: binary units, three digits at most before the point. */
@Component
public class Sizes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    private static final double STEP = 1024;
    private static final double WHOLE_FROM = 100;

    /** {@code 0 B}, {@code 14.1 MiB}, {@code 812 GiB}. */
    public String of(double bytes) {
        var amount = bytes;
        var unit = 0;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        var digits = unit == 0 || amount >= WHOLE_FROM ? "%.0f %s" : "%.1f %s";
        return String.format(Locale.ROOT, digits, amount, UNITS[unit]);
    }

    /** {@code 12.3 MiB/s}. */
    public String rate(double bytesPerSecond) {
        return of(bytesPerSecond) + "/s";
    }
}
