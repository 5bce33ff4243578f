package org.radhub.storage.objects;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.StoreHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks the object store from the start whether it can be used: settings that are wrong are found when they are made, and not when the first study is
 * to be stored.
 */
@Component
class StoreWatch implements StoreHealth {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

    private final ObjectStore objects;
    private final Clock clock;
    private volatile Optional<Problem> problem = Optional.empty();

    StoreWatch(ObjectStore objects, Clock clock) {
        this.objects = objects;
        this.clock = clock;
    }

    @Override
    public Optional<Problem> problem() {
        return problem;
    }

    @Scheduled(fixedDelayString = "${radhub.storage.store-watch:30s}")
    void look() {
        var before = problem;
        problem = found().map(message ->
                new Problem(message, before.map(Problem::since).orElseGet(clock::instant)));
        if (!problem.equals(before)) {
            problem.ifPresentOrElse(
                    now -> LOG.error("what arrives waits in the spool: {}", now.message()),
                    () -> LOG.info("the object store can be used again"));
        }
    }

    private Optional<String> found() {
        try {
            objects.check();
            return Optional.empty();
        } catch (IOException e) {
            LOG.debug("the object store cannot be used", e);
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
