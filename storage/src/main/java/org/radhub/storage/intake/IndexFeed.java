package org.radhub.storage.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Brings kept instances into the index: one thread, behind the acknowledgements, in batches. What a stop or a full queue leaves behind is
 * found in the spool again. While the database is away, or takes nothing, instances are kept all the same.
 */
@Component
public class IndexFeed implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFeed.class);
    private static final int CAPACITY = 4096;
    private static final int BATCH = 256;

    /** How long the first of a batch waits for others: a transaction for each instance would cost more than receiving it. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    /** A batch takes less; a database that has vanished may be waited for for minutes. */
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long MAX_PAUSE_MILLIS = 5_000;
    private static final long PATIENCE_SECONDS = 5;

    private final IndexWriter writer;
    private final Spool spool;
    private final FirstLook firstLook;
    private final IndexMeters meters;
    private final UUID process = UUID.randomUUID();

    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(CAPACITY);
    private final LeftOut left = new LeftOut();
    private final SpoolLook look;
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

    /** A batch is being written, since then. */
    private volatile boolean writing;

    private volatile long writingSince;

    /** What waits is to be written now. */
    private volatile boolean hurried;

    private volatile Thread thread;

    IndexFeed(IndexWriter writer, PackIndex packs, Spool spool, FirstLook firstLook, IndexMeters meters) {
        this.writer = writer;
        this.spool = spool;
        this.look = new SpoolLook(spool, packs, left, this::index, BATCH);
        this.firstLook = firstLook;
        this.meters = meters;
    }

    private sealed interface Work {}

    private record Kept(KeptInstance instance) implements Work {}

    private record Closed(String association, Instant at) implements Work {}

    private record Again(Collection<UUID> packs) implements Work {}

    /** Behind all that had gathered when the index took something again. */
    private record Recovered() implements Work {}

    /** Names this run of the process in the index. */
    public UUID process() {
        return process;
    }

    /** Instances that are kept and not yet in the index, as far as is known. */
    public long waiting() {
        return CAPACITY - room.availablePermits() + left.size();
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
        return isStarting() || failing || recovering || lagging || looking || isHeldUp();
    }

    private boolean isHeldUp() {
        return writing && System.nanoTime() - writingSince > SLOW_NANOS;
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

    /** Whether the tables refuse this instance, though they take others. It is tried again by itself. */
    public boolean isRefused(PackEntry entry) {
        return left.isRefused(entry);
    }

    /** Not in the thread of the index: a disk that fails takes its time to say so, and nothing else is to wait for that. */
    @Scheduled(fixedDelayString = "${radhub.storage.look-again:1m}")
    void lookAtUnreadable() {
        again(look.readableAgain());
    }

    /** What the tables refused once they may take later, as when they were changed. */
    @Scheduled(fixedDelayString = "${radhub.storage.try-again:5m}")
    void tryRefused() {
        again(left.refusedPacks(BATCH));
    }

    private void again(Collection<UUID> packs) {
        if (!packs.isEmpty() && !failing) {
            queue.add(new Again(packs));
        }
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
                // What was refused comes first: it shows whether the index takes something again, and a look through
                // the spool takes long.
                if (!works.isEmpty()) {
                    write(works);
                    works = List.of();
                }
                if (lagging) {
                    catchUp();
                }
                if (failing) {
                    queue.add(new Recovered());
                    failing = false;
                }
                pause = 0;
                away.passed();
                works = take();
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
        writingSince = begun;
        writing = true;
        try {
            index(instances);
        } finally {
            writing = false;
        }
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
            } else if (work instanceof Again again) {
                catchUp(again.packs());
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
        } catch (RuntimeException e) {
            if (!Refusal.isOfInstances(e)) {
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
                if (!Refusal.isOfInstances(e)) {
                    throw e;
                }
                refusal = e;
            }
        }
        refused.met(new IllegalStateException(
                "an instance in pack " + instance.entry().pack(), refusal));
        left.refused(instance.entry());
    }

    /** Whatever lies in the spool and is not in the index. */
    private void catchUp() throws IOException {
        looking = true;
        lagging = false;
        try {
            look.atAll();
            firstLook.end();
        } catch (IOException | RuntimeException e) {
            lagging = true;
            throw e;
        } finally {
            looking = false;
        }
    }

    /** What was left out of these packs. */
    private void catchUp(Collection<UUID> packs) throws IOException {
        looking = true;
        try {
            look.again(packs);
        } finally {
            looking = false;
        }
    }
}
