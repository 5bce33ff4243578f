package org.radhub.storage.intake;

import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.radhub.registry.StudyKey;
import org.radhub.registry.Trouble;
import org.radhub.storage.study.IndexWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The instances that are coming in at this moment, or wait for the index. A study of which a large one takes minutes is not quiet meanwhile. */
@Component
public class Arriving {
    private static final Logger LOG = LoggerFactory.getLogger(Arriving.class);

    /** Between two instances of one sender less passes. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final IndexWriter index;
    private final IndexFeed feed;
    private final Clock clock;
    private final Trouble away = new Trouble(LOG, "the index does not take what is arriving");
    private final Set<InFlight> inFlight = ConcurrentHashMap.newKeySet();
    private volatile long endedAt = System.nanoTime() - PAUSE_NANOS;

    Arriving(IndexWriter index, IndexFeed feed, Clock clock) {
        this.feed = feed;
        this.index = index;
        this.clock = clock;
    }

    /** Whether senders are at it: what nobody waits for may wait. */
    public boolean isBusy() {
        return !inFlight.isEmpty() || System.nanoTime() - endedAt < PAUSE_NANOS;
    }

    /** An instance begins to come; it is closed when it has come, or failed. */
    InFlight begin() {
        var one = new InFlight();
        inFlight.add(one);
        return one;
    }

    @Scheduled(fixedDelay = 1000)
    void tell() {
        var studies = inFlight.stream().flatMap(one -> one.study.stream()).collect(Collectors.toSet());
        studies.addAll(feed.studies());
        try {
            index.active(studies, clock.instant());
            away.passed();
        } catch (DataAccessException e) {
            away.met(e);
        }
    }

    final class InFlight implements AutoCloseable {
        private volatile Optional<StudyKey> study = Optional.empty();

        void of(StudyKey key) {
            study = Optional.of(key);
        }

        @Override
        public void close() {
            inFlight.remove(this);
            endedAt = System.nanoTime();
        }
    }
}
