package org.radhub.viewer.pixels;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Lets only so many frames be decompressed and drawn at once, so that memory stays bounded. */
@Component
class Desks {
    private final Semaphore free;
    private final Duration patience;

    Desks(
            @Value("${radhub.viewer.drawing-at-once:2}") int atOnce,
            @Value("${radhub.viewer.drawing-patience:10s}") Duration patience) {
        this.free = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /** Work that takes the memory of a frame. */
    interface Work<T> {
        T carryOut() throws IOException;
    }

    /** @throws Busy if no desk was free in time */
    <T> T at(Work<T> work) throws IOException {
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
        try {
            return work.carryOut();
        } finally {
            free.release();
        }
    }
}
