package org.radhub.storage.recovery;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.radhub.storage.ObjectStore;

/** Does something to each object of the store, a few at a time, and stops at the first that fails. */
final class EachObject {
    private static final int AT_ONCE = 4;

    private final ObjectStore objects;

    EachObject(ObjectStore objects) {
        this.objects = objects;
    }

    interface Action {
        void on(String key) throws IOException;
    }

    /** Returns when it has been done to all. */
    void with(String prefix, Action action) throws IOException {
        var failure = new AtomicReference<Throwable>();
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        try (Stream<String> keys = objects.list(prefix)) {
            var room = new Semaphore(AT_ONCE);
            var iterator = keys.iterator();
            while (failure.get() == null && iterator.hasNext()) {
                var key = iterator.next();
                room.acquire();
                threads.execute(() -> {
                    try {
                        action.on(key);
                    } catch (IOException | RuntimeException | Error e) {
                        failure.compareAndSet(null, e);
                    } finally {
                        room.release();
                    }
                });
            }
            room.acquire(AT_ONCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
        rethrow(failure.get());
    }

    private static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
