package org.radhub.router.requestor;

import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts the connection of a peer that lets the hub wait for too long: a thread that is stuck in a write is freed by nothing else. */
final class Watchman {
    private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);
    private static final long ROUND_MILLIS = 200;
    private static final long NEVER = Long.MAX_VALUE;

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    Watchman(ScheduledExecutorService clock) {
        clock.scheduleWithFixedDelay(this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    Watch over(Socket socket) {
        var watch = new Watch(socket);
        watches.add(watch);
        return watch;
    }

    void cutAll() {
        watches.forEach(Watch::cut);
    }

    private void round() {
        var now = System.nanoTime();
        watches.forEach(watch -> watch.check(now));
    }

    /** The waits for one peer, one after the other. */
    final class Watch implements AutoCloseable {
        private final Socket socket;
        private volatile long since;
        private volatile long allowed = NEVER;
        private volatile boolean overdue;

        private Watch(Socket socket) {
            this.socket = socket;
        }

        /** The hub waits for the peer from now on, as long as this at most. */
        void waiting(Duration most) {
            allowed = NEVER;
            since = System.nanoTime();
            allowed = most.toNanos();
        }

        /** What takes time from now on is not the peer's doing. */
        void paused() {
            allowed = NEVER;
        }

        /** Whether the connection was cut because the peer took too long. */
        boolean overdue() {
            return overdue;
        }

        @Override
        public void close() {
            watches.remove(this);
        }

        private void check(long now) {
            var most = allowed;
            if (most != NEVER && now - since > most) {
                overdue = true;
                cut();
            }
        }

        private void cut() {
            try {
                socket.close();
            } catch (java.io.IOException e) {
                LOG.warn("the connection to {} did not close", socket.getRemoteSocketAddress(), e);
            }
        }
    }
}
