package org.radhub.router.association;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.radhub.audit.AuditTrail;
import org.radhub.router.Listener;
import org.radhub.router.RefusedCall;
import org.radhub.storage.Intake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Accepts connections, gives each a thread, and watches that no peer lets it wait for too long. */
@Component
class DicomListener implements Listener, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DicomListener.class);
    private static final int BACKLOG = 512;
    private static final long WATCH_MILLIS = 200;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Settings settings;
    private final Conversation.Parts parts;
    private final Sparingly crowded = new Sparingly();
    private final AtomicLong count = new AtomicLong();
    /** Tells this process's associations from those of others, and from those before a restart. */
    private final String process = UUID.randomUUID().toString().substring(0, 8);

    private volatile Opened opened;

    DicomListener(
            Settings settings,
            Gatekeeper gatekeeper,
            RefusedCalls refusedCalls,
            Intake intake,
            AuditTrail trail,
            Services services) {
        this.settings = settings;
        this.parts = new Conversation.Parts(settings, gatekeeper, refusedCalls, intake, trail, services);
    }

    /** What there is while it listens. */
    private static final class Opened {
        final ServerSocket server;
        final Door door;
        final ExecutorService conversations = Executors.newCachedThreadPool(threads("dicom-"));
        final ScheduledExecutorService watchman = Executors.newSingleThreadScheduledExecutor(threads("dicom-watch-"));
        volatile boolean stopping;

        Opened(ServerSocket server, Settings settings) {
            this.server = server;
            this.door = new Door(settings);
        }
    }

    @Override
    public int port() {
        var now = opened;
        return now == null ? 0 : now.server.getLocalPort();
    }

    @Override
    public String aeTitle() {
        return settings.aeTitle();
    }

    @Override
    public List<RefusedCall> refusedCalls(int limit) {
        return parts.refusedCalls().latest(limit);
    }

    @Override
    public synchronized void start() {
        if (opened != null) {
            return;
        }
        try {
            var server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName(settings.bind()), settings.port()), BACKLOG);
            opened = new Opened(server, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot listen on " + settings.bind() + ":" + settings.port()
                            + " (radhub.dicom.bind, radhub.dicom.port)",
                    e);
        }
        var now = opened;
        threads("dicom-accept-").newThread(() -> accept(now)).start();
        now.watchman.scheduleWithFixedDelay(() -> watch(now), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        LOG.info("Listening as {} on {}:{}", settings.aeTitle(), settings.bind(), port());
    }

    /** Takes no new callers, lets messages that have begun end, and then ends all associations. */
    @Override
    public synchronized void stop() {
        var now = opened;
        if (now == null) {
            return;
        }
        opened = null;
        now.stopping = true;
        try {
            now.server.close();
        } catch (IOException e) {
            LOG.warn("The listening socket did not close", e);
        }
        now.conversations.shutdown();
        try {
            if (!now.conversations.awaitTermination(settings.stopTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} connections are cut off", now.door.inside().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        now.watchman.shutdownNow();
        now.door.inside().forEach(Wire::close);
        parts.refusedCalls().writeNow();
    }

    @Override
    public boolean isRunning() {
        return opened != null;
    }

    private void accept(Opened now) {
        while (!now.stopping) {
            try {
                converse(now, wire(now.server.accept()));
            } catch (IOException e) {
                if (!now.stopping) {
                    LOG.warn("A connection could not be accepted", e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
    }

    private Wire wire(Socket socket) throws IOException {
        try {
            return new Wire(socket, settings);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void converse(Opened now, Wire wire) {
        if (!now.door.admit(wire)) {
            if (crowded.allows()) {
                LOG.warn(
                        "No room for another connection from {}", wire.address().getHostAddress());
            }
            return;
        }
        try {
            var name = "dicom-" + process + "-" + count.incrementAndGet();
            now.conversations.execute(new Conversation(wire, name, now.door, parts, () -> now.stopping));
        } catch (RuntimeException | OutOfMemoryError e) {
            // No thread to be had, or it stops; the next caller may fare better.
            LOG.warn("No thread for a connection from {}", wire.address().getHostAddress(), e);
            now.door.left(wire);
            wire.close();
        }
    }

    private static void watch(Opened now) {
        var time = System.nanoTime();
        for (var wire : now.door.inside()) {
            try {
                wire.check(time);
                if (now.stopping) {
                    wire.endIfBetweenMessages(time);
                }
            } catch (RuntimeException e) {
                LOG.error("Could not end the connection from {}", wire.address().getHostAddress(), e);
            }
        }
    }

    private static ThreadFactory threads(String prefix) {
        var number = new AtomicLong();
        return task -> {
            var thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
