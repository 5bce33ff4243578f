package org.radhub.router.association;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.radhub.audit.AuditTrail;
import org.radhub.router.Listener;
import org.radhub.router.RefusedCall;
import org.radhub.router.tls.Credentials;
import org.radhub.router.tls.TlsSettings;
import org.radhub.router.traffic.TrafficBook;
import org.radhub.storage.Intake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Accepts connections, gives each a thread, and watches that no peer lets it wait for too long. */
@Component
class DicomListener implements Listener, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DicomListener.class);
    private static final int BACKLOG = 512;
    private static final long WATCH_MILLIS = 200;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Settings settings;
    private final Credentials credentials;
    private final Conversation.Parts parts;
    private final TrafficBook traffic;
    private final Sparingly crowded = new Sparingly();
    private final AtomicLong count = new AtomicLong();
    /** Tells this process's associations from those of others, and from those before a restart. */
    private final String process = UUID.randomUUID().toString().substring(0, 8);

    private volatile Opened opened;

    DicomListener(
            Settings settings,
            Credentials credentials,
            Gatekeeper gatekeeper,
            RefusedCalls refusedCalls,
            Intake intake,
            AuditTrail trail,
            Services services,
            TrafficBook traffic) {
        this.settings = settings;
        this.credentials = credentials;
        this.traffic = traffic;
        this.parts =
                new Conversation.Parts(settings, gatekeeper, refusedCalls, traffic.counting(intake), trail, services);
    }

    /** What there is while it listens. */
    private static final class Opened {
        final Ear plain;
        final Optional<Ear> secure;
        final Door door;
        final ExecutorService conversations = Executors.newCachedThreadPool(threads("dicom-"));
        final ScheduledExecutorService watchman = Executors.newSingleThreadScheduledExecutor(threads("dicom-watch-"));
        volatile boolean stopping;

        Opened(Ear plain, Optional<Ear> secure, Door door) {
            this.plain = plain;
            this.secure = secure;
            this.door = door;
        }

        List<Ear> ears() {
            return Stream.concat(Stream.of(plain), secure.stream()).toList();
        }
    }

    /** A port that it listens on, with TLS or without. */
    private record Ear(ServerSocket server, Optional<Tls> tls) {
        static Ear open(String bind, int port, Optional<Tls> tls) {
            try {
                var server = new ServerSocket();
                server.setReuseAddress(true);
                server.bind(new InetSocketAddress(InetAddress.getByName(bind), port), BACKLOG);
                return new Ear(server, tls);
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Cannot listen on " + bind + ":" + port
                                + (tls.isPresent()
                                        ? " (radhub.dicom.tls.bind, radhub.dicom.tls.port)"
                                        : " (radhub.dicom.bind, radhub.dicom.port)"),
                        e);
            }
        }

        void close() {
            try {
                server.close();
            } catch (IOException e) {
                LOG.warn("The listening socket did not close", e);
            }
        }

        Wire wire(Socket socket, Settings settings) throws IOException {
            try {
                return new Wire(
                        socket, tls.isPresent() ? Optional.of(tls.get().over(socket)) : Optional.empty(), settings);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }

    @Override
    public int port() {
        var now = opened;
        return now == null ? 0 : now.plain.server().getLocalPort();
    }

    @Override
    public int tlsPort() {
        var now = opened;
        return now == null
                ? 0
                : now.secure.map(ear -> ear.server().getLocalPort()).orElse(0);
    }

    @Override
    public Optional<String> tlsProblem() {
        return credentials.problem();
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
        var tls = Optional.of(settings.tls()).filter(TlsSettings::wanted);
        var plain = Ear.open(settings.bind(), settings.port(), Optional.empty());
        try {
            var secure = tls.map(wanted -> Ear.open(
                    wanted.bind().isBlank() ? settings.bind() : wanted.bind(),
                    wanted.port(),
                    Optional.of(new Tls(credentials))));
            opened = new Opened(plain, secure, new Door(settings, traffic));
        } catch (RuntimeException e) {
            plain.close();
            throw e;
        }
        var now = opened;
        var threads = threads("dicom-accept-");
        now.ears().forEach(ear -> threads.newThread(() -> accept(now, ear)).start());
        now.watchman.scheduleWithFixedDelay(() -> watch(now), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        now.ears()
                .forEach(ear -> LOG.info(
                        "Listening as {} on {}{}",
                        settings.aeTitle(),
                        ear.server().getLocalSocketAddress(),
                        ear.tls().isPresent() ? ", TLS" : ""));
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
        now.ears().forEach(Ear::close);
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

    private void accept(Opened now, Ear ear) {
        while (!now.stopping) {
            try {
                converse(now, ear.wire(ear.server().accept(), settings));
            } catch (IOException e) {
                if (!now.stopping) {
                    LOG.warn("A connection could not be accepted", e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
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
            var conversation = new Conversation(wire, name, now.door, parts, () -> now.stopping);
            now.conversations.execute(new Handshake(wire, now.door, parts.refusedCalls(), conversation));
        } catch (RuntimeException | OutOfMemoryError e) {
            // No thread to be had, or it stops; the next caller may fare better.
            LOG.warn("No thread for a connection from {}", wire.address().getHostAddress(), e);
            now.door.left(wire);
            wire.close();
        }
    }

    /** Who is switched off or moved to another hospital is not only kept out: what it has open ends as well. */
    @Scheduled(fixedDelayString = "${radhub.dicom.registry-interval:PT5S}")
    void endUnwelcome() {
        var now = opened;
        if (now == null) {
            return;
        }
        for (var guest : now.door.guests()) {
            var wire = guest.wire();
            if (parts.gatekeeper().isUnwelcome(guest.welcome(), guest.since(), wire.address(), wire.certificate())) {
                LOG.warn(
                        "{}@{} is not registered any more as it was when it came in; its association ends",
                        guest.welcome().device().aeTitle(),
                        wire.address().getHostAddress());
                wire.close();
            }
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
