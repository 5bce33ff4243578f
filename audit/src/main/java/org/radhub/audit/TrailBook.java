package org.radhub.audit;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Appends in groups: while one thread commits, the lines of the others gather, and the next one writes them all in one transaction. So
 * the chain, which can only grow one commit after the other, keeps up with many readers at once, and needs one connection, not many. As
 * long as no other process appends, the end of the chain is the one that this process has written, and a group is a single statement. A line
 * that nobody waits for yet is written by the scribe, unless whoever comes to wait for it is quicker.
 */
@Component
class TrailBook implements AuditTrail {
    private static final int GROUP = 200;
    private static final int LONGEST_LIST = 1000;

    private final Chain chain;
    private final Clock clock;
    private final TransactionTemplate own;
    private final TransactionTemplate none;
    private final TransactionTemplate snapshot;
    private final Queue<Line> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock pen = new ReentrantLock();

    /** One run writes all that waits when it begins, so that no more than one needs to be lined up. */
    private final ThreadPoolExecutor scribe = new ThreadPoolExecutor(
            1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), TrailBook::scribe, new DiscardPolicy());

    /** The end of the chain as this process has written it last; for whoever has the pen. */
    private Optional<Chain.Head> written = Optional.empty();

    TrailBook(Chain chain, Clock clock, PlatformTransactionManager transactions) {
        this.chain = chain;
        this.clock = clock;
        this.own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.none = new TransactionTemplate(transactions);
        none.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        scribe.allowCoreThreadTimeOut(true);
    }

    private static Thread scribe(Runnable work) {
        var thread = new Thread(work, "audit-scribe");
        thread.setDaemon(true);
        return thread;
    }

    private final class Line implements Recording {
        private final Access access;
        private final CompletableFuture<AuditEntry> written = new CompletableFuture<>();

        Line(Access access) {
            this.access = Cleaning.clean(access);
        }

        @Override
        public AuditEntry await() {
            if (!written.isDone()) {
                write();
            }
            try {
                return written.join();
            } catch (CompletionException e) {
                throw new DataAccessResourceFailureException("The access could not be put on record", e.getCause());
            }
        }

        private void write() {
            pen.lock();
            try {
                while (!written.isDone()) {
                    writeGroup();
                }
            } finally {
                pen.unlock();
            }
        }
    }

    @Override
    public AuditEntry record(Access access) {
        return waiting(access).await();
    }

    @Override
    public Recording begin(Access access) {
        var line = waiting(access);
        scribe.execute(this::writeWaiting);
        return line;
    }

    private Line waiting(Access access) {
        var line = new Line(access);
        waiting.add(line);
        return line;
    }

    private void writeWaiting() {
        pen.lock();
        try {
            while (!waiting.isEmpty()) {
                writeGroup();
            }
        } finally {
            pen.unlock();
        }
    }

    /** What was begun until now is still written; what comes after that is written by who waits for it. */
    @PreDestroy
    void dismissScribe() throws InterruptedException {
        scribe.shutdown();
        scribe.awaitTermination(10, TimeUnit.SECONDS);
    }

    @Override
    public List<AuditEntry> latest(int offset, int limit) {
        return chain.latest(Math.max(0, offset), bounded(limit));
    }

    @Override
    public List<AuditEntry> about(String object, int limit) {
        return chain.about(object, bounded(limit));
    }

    @Override
    public Optional<Long> firstBroken() {
        return snapshot.execute(status -> chain.firstBroken());
    }

    private void writeGroup() {
        var group = new ArrayList<Line>();
        for (var line = waiting.poll(); line != null; line = group.size() < GROUP ? waiting.poll() : null) {
            group.add(line);
        }
        try {
            var links = append(group);
            for (var i = 0; i < group.size(); i++) {
                group.get(i).written.complete(links.get(i).entry());
            }
        } catch (RuntimeException | Error e) {
            group.forEach(line -> line.written.completeExceptionally(e));
        }
    }

    private List<Link> append(List<Line> group) {
        var end = written;
        written = Optional.empty();
        var links = end.map(head -> links(group, head))
                .filter(made -> Boolean.TRUE.equals(none.execute(status -> chain.append(made))))
                .orElseGet(() -> own.execute(status -> appendToWhatOthersWrote(group)));
        var last = links.get(links.size() - 1);
        written = Optional.of(new Chain.Head(last.number(), last.hash()));
        return links;
    }

    private List<Link> appendToWhatOthersWrote(List<Line> group) {
        var links = links(group, chain.take());
        if (!chain.append(links)) {
            throw new IllegalStateException("the end of the access trail moved while it was held");
        }
        return links;
    }

    private List<Link> links(List<Line> group, Chain.Head head) {
        var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var links = new ArrayList<Link>(group.size());
        var number = head.number();
        var hash = head.hash();
        for (var line : group) {
            var link = Link.make(++number, at, line.access, hash);
            links.add(link);
            hash = link.hash();
        }
        return links;
    }

    private static int bounded(int limit) {
        return Math.max(0, Math.min(limit, LONGEST_LIST));
    }
}
