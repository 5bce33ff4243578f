package org.radhub.app.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.radhub.storage.Processes;
import org.radhub.storage.Processes.Standing;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Degraded while a process of the hub is gone that had something which is nowhere else, or while the clocks of the processes differ: studies are
 * judged by the one that is the furthest behind, and each takes so much longer.
 */
@Component("processesHealthIndicator")
class ProcessesIndicator implements HealthIndicator {
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(1);

    private final Processes processes;

    ProcessesIndicator(Processes processes) {
        this.processes = processes;
    }

    @Override
    public Health health() {
        try {
            var all = processes.all();
            var missed = all.stream()
                    .anyMatch(process -> process.gone() && !process.here() && (process.unique() || process.behind()));
            var apart = clocksApart(all);
            return Health.status(missed || apart.compareTo(CLOCKS_MAY_DIFFER) > 0 ? Degraded.STATUS : Status.UP)
                    .withDetail(
                            "processes",
                            all.stream().map(ProcessesIndicator::described).toList())
                    .withDetail("clocksApartMillis", apart.toMillis())
                    .build();
        } catch (DataAccessException e) {
            return Health.unknown().withException(e).build();
        }
    }

    private static Duration clocksApart(List<Standing> all) {
        var clocks = all.stream()
                .filter(process -> !process.gone())
                .collect(Collectors.summarizingLong(
                        process -> process.clockAhead().toMillis()));
        return clocks.getCount() == 0 ? Duration.ZERO : Duration.ofMillis(clocks.getMax() - clocks.getMin());
    }

    private static Map<String, Object> described(Standing process) {
        var described = new LinkedHashMap<String, Object>();
        described.put("node", process.node());
        described.put("here", process.here());
        described.put("heardAt", process.heardAt());
        described.put("gone", process.gone());
        described.put("behind", process.behind());
        described.put("onlyInItsSpool", process.unique());
        described.put("clockAheadMillis", process.clockAhead().toMillis());
        return described;
    }
}
