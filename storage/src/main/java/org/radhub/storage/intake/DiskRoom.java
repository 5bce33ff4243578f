package org.radhub.storage.intake;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.radhub.storage.NotKept;
import org.radhub.storage.pack.Spool;

/** The watermark: nothing is taken in while less than this much of the spool's file system is free. */
final class DiskRoom {
    private static final String FULL = "No space left on device";

    private static final long GLANCE_HOLDS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Spool spool;
    private final long watermark;

    /** When there was room; asking the file system before each instance would cost as much as its index row. */
    private volatile long sawRoomAt = System.nanoTime() - GLANCE_HOLDS_NANOS;

    DiskRoom(Spool spool, long watermark) {
        this.spool = spool;
        this.watermark = watermark;
    }

    void require() throws NotKept {
        long now = System.nanoTime();
        if (now - sawRoomAt < GLANCE_HOLDS_NANOS) {
            return;
        }
        try {
            if (spool.freeBytes() < watermark) {
                throw noRoom(null);
            }
            sawRoomAt = now;
        } catch (IOException e) {
            throw new NotKept(NotKept.Reason.FAILED, "the hub cannot see its own disk", e);
        }
    }

    /** For the middle of a large instance. */
    void requireWhileWriting() throws IOException {
        if (spool.freeBytes() < watermark) {
            throw new IOException(FULL);
        }
    }

    /** Whether the file system itself says that it is full. */
    static boolean isFull(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var message = String.valueOf(cause.getMessage());
            if (message.contains(FULL) || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    static NotKept noRoom(Throwable cause) {
        return new NotKept(NotKept.Reason.NO_ROOM, "out of disk space; send again later", cause);
    }
}
