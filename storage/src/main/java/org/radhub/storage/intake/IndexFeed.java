package org.radhub.storage.intake;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.radhub.registry.StudyKey;
import org.radhub.registry.Trouble;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.FirstLook;
import org.radhub.storage.study.IndexWriter;
import org.radhub.storage.study.KeptInstance;
import org.radhub.storage.study.PackIndex;
import org.radhub.storage.study.PackIndex.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;

/**
 * Brings kept instances into the index: one thread, behind the acknowledgements, in batches. What a stop or a full queue leaves behind is
 * found in the spool again. While the database is away, instances are kept all the same.
 */
@Component
public class IndexFeed implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFeed.class);
    private static final int CAPACITY = 4096;
    private static final int BATCH = 256;

    /** How long the first of a batch waits for others: a transaction for each instance would cost more than receiving it. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private static final long MAX_PAUSE_MILLIS = 5_000;
    private static final long PATIENCE_SECONDS = 5;

    private final IndexWriter writer;
    private final PackIndex packs;
    private final Spool spool;
    private final SpoolReader reader;
    private final FirstLook firstLook;
    private final IndexMeters meters;
    private final UUID process = UUID.randomUUID();

    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(CAPACITY);
    private final Set<PackEntry> unindexable = ConcurrentHashMap.newKeySet();
    private final Set<UUID> unreadable = ConcurrentHashMap.newKeySet();
    private final Trouble away = new Trouble(LOG, "the index does not take what was kept; it is tried again");
    private final Trouble refused = new Trouble(LOG, "instances cannot be indexed and stay in the spool");
    private volatile boolean running;
    private volatile boolean failing;

    /** What gathered while the index took nothing is not all in it yet. */
    private volatile boolean recovering;

    /** The spool may hold instances that neither the queue nor the index has. */
    private volatile boolean lagging = true;

    /** It is being looked at whether it does. */
    private volatile boolean looking;

    /** What waits is to be written now. */
    private volatile boolean hurried;

    private volatile Thread thread;

    IndexFeed(IndexWriter writer, PackIndex packs, Spool spool, FirstLook firstLook, IndexMeters meters) {
        this.writer = writer;
        this.packs = packs;
        this.spool = spool;
        this.reader = new SpoolReader(spool);
        this.firstLook = firstLook;
        this.meters = meters;
    }

    private sealed interface Work {}

    private record Kept(KeptInstance instance) implements Work {}

    private record Closed(String association, Instant at) implements Work {}

    /** Behind all that had gathered when the index took something again. */
    private record Recovered() implements Work {}

    /** Names this run of the process in the index. */
    public UUID process() {
        return process;
    }

    /** Instances that are kept and not yet in the index, as far as is known. */
    public long waiting() {
        return CAPACITY - room.availablePermits() + unindexable.size();
    }

    /** Whether there is something that will be in the index without anybody's doing. */
    public boolean isBehind() {
        return lagging || looking || failing || room.availablePermits() < CAPACITY;
    }

    /** The studies that instances wait of. */
    Set<StudyKey> studies() {
        return queue.stream()
                .filter(Kept.class::isInstance)
                .map(work -> ((Kept) work).instance().entry().arrival())
                .map(arrival -> new StudyKey(arrival.site(), arrival.studyInstanceUid()))
                .collect(Collectors.toSet());
    }

    /** Whether the spool has not been looked through yet since this process began: the index may lack what came before. */
    public boolean isStarting() {
        return !firstLook.hasEnded();
    }

    /** Whether the index may lack what was kept a while ago, and not only what comes at this moment. */
    public boolean isCatchingUp() {
        return isStarting() || failing || recovering || lagging || looking;
    }

    public boolean isFailing() {
        return failing;
    }

    /** The instance will be in the index. Waits a while where the index is slower than the senders, and not where it is away or busy with the spool. */
    void add(KeptInstance instance) {
        if (hasRoom()) {
            queue.add(new Kept(instance));
        } else {
            lagging = true;
        }
    }

    private boolean hasRoom() {
        try {
            return failing || isStarting() ? room.tryAcquire() : room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return room.tryAcquire();
        }
    }

    /** The spool may hold something that the index lacks. */
    public void lookAgain() {
        lagging = true;
        queue.add(new Closed("", Instant.EPOCH));
    }

    void associationClosed(String association, Instant at) {
        queue.add(new Closed(association, at));
        hurried = true;
        LockSupport.unpark(thread);
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = new Thread(this::run, "storage-index");
        thread.start();
    }

    @Override
    public synchronized void stop() {
        running = false;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        long pause = 0;
        List<Work> works = List.of();
        while (running) {
            try {
                if (lagging) {
                    catchUp();
                }
                if (works.isEmpty()) {
                    works = take();
                }
                write(works);
                works = List.of();
                if (failing) {
                    queue.add(new Recovered());
                    failing = false;
                }
                pause = 0;
                away.passed();
            } catch (InterruptedException e) {
                LOG.debug("the index feed is told to stop", e);
            } catch (RuntimeException | IOException | OutOfMemoryError e) {
                // Whatever it was: without this thread, nothing would be indexed until the next start.
                recovering = true;
                failing = true;
                if (running) {
                    away.met(e);
                    pause = Math.min(MAX_PAUSE_MILLIS, 2 * pause + 200);
                    rest(pause);
                } else {
                    LOG.debug("the index feed is told to stop", e);
                }
            }
        }
    }

    private void rest(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            LOG.debug("the index feed is told to stop", e);
        }
    }

    private List<Work> take() throws InterruptedException {
        var works = new ArrayList<Work>();
        works.add(queue.take());
        linger(works.get(0));
        queue.drainTo(works, BATCH - 1);
        return works;
    }

    /** Nobody wakes this thread for each instance; what an association has sent is likely to be all for now when it closes. */
    private void linger(Work first) {
        long until = System.nanoTime() + LINGER_NANOS;
        long left = LINGER_NANOS;
        hurried = first instanceof Closed;
        while (left > 0 && running && !hurried && queue.size() < BATCH) {
            LockSupport.parkNanos(this, left);
            left = until - System.nanoTime();
        }
    }

    private void write(List<Work> works) throws IOException {
        var instances = new ArrayList<KeptInstance>();
        for (var work : works) {
            if (work instanceof Kept kept) {
                instances.add(kept.instance());
            }
        }
        var begun = System.nanoTime();
        index(instances);
        meters.written(instances.size(), System.nanoTime() - begun);
        room.release(instances.size());
        // What fails behind this is tried again, and these are done.
        works.removeIf(Kept.class::isInstance);
        for (var work : works) {
            if (work instanceof Closed closed) {
                if (lagging) {
                    catchUp();
                }
                if (!closed.association().isEmpty()) {
                    writer.closed(process, closed.association(), closed.at());
                }
            } else if (work instanceof Recovered) {
                recovering = false;
            }
        }
    }

    private void index(List<KeptInstance> instances) {
        if (instances.isEmpty()) {
            return;
        }
        try {
            writer.write(instances, spool.node(), process);
            refused.passed();
        } catch (TransientDataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            if (packs.isAway()) {
                throw e;
            }
            instances.forEach(this::writeAlone);
        }
    }

    /** One instance that the tables refuse does not hold up the others. It stays in the spool. */
    private void writeAlone(KeptInstance instance) {
        RuntimeException refusal = null;
        for (int attempt = 0; attempt < 3; attempt++) {
            try {
                writer.write(List.of(instance), spool.node(), process);
                return;
            } catch (RuntimeException e) {
                refusal = e;
            }
        }
        if (packs.isAway()) {
            throw refusal;
        }
        refused.met(new IllegalStateException(
                "an instance in pack " + instance.entry().pack(), refusal));
        unindexable.add(instance.entry());
    }

    /** Whatever lies in the spool and is not in the index. */
    private void catchUp() throws IOException {
        looking = true;
        lagging = false;
        try {
            for (var pack : spool.packs()) {
                if (packs.isSpooled(pack)) {
                    catchUpWhereReadable(pack);
                }
            }
            firstLook.end();
        } catch (IOException | RuntimeException e) {
            lagging = true;
            throw e;
        } finally {
            looking = false;
        }
    }

    /** A pack that the disk does not give back keeps no other from the index. */
    private void catchUpWhereReadable(UUID pack) throws ClosedByInterruptException {
        try {
            catchUp(pack);
        } catch (ClosedByInterruptException e) {
            // Told to stop: there is nothing wrong with the pack.
            throw e;
        } catch (NoSuchFileException e) {
            LOG.debug("pack {} has left the spool", pack, e);
        } catch (IOException e) {
            if (unreadable.add(pack)) {
                LOG.error("pack {} cannot be read, and what the index lacks of it stays outside", pack, e);
            }
        }
    }

    private void catchUp(UUID pack) throws IOException {
        var batch = new ArrayList<KeptInstance>();
        var entries = spool.entries(pack);
        var standings = packs.standings(entries);
        for (var entry : entries) {
            var standing = standings.get(entry);
            if (!standing.isUntold() || unindexable.contains(entry)) {
                continue;
            }
            var found = reader.read(entry);
            if (found.isPresent()) {
                batch.add(found.get());
            } else if (standing != Standing.LOST) {
                // What is lost is counted as that.
                unindexable.add(entry);
            }
            if (batch.size() == BATCH) {
                index(batch);
                batch.clear();
            }
        }
        index(batch);
    }
}
