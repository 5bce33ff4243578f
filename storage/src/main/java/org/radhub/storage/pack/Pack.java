package org.radhub.storage.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A pack that instances are appended to, by one writer at a time. Several writers that have appended one after the other share the sync of
 * their bytes.
 */
final class Pack {
    private final UUID id;
    private final Path file;
    private final FileChannel channel;

    /** Where the next entry begins. Changed by the one writer. */
    private volatile long end;

    /** The bytes of the block that it ends in, up to there. */
    private byte[] tail = {};

    /** Something was written behind that end. */
    private boolean torn;

    private long synced;
    private boolean syncing;
    private IOException broken;

    /** Writers that have not yet seen their bytes synced. Both guarded by the spool. */
    private int users;

    private volatile boolean retired;

    Pack(UUID id, Path file, FileChannel channel) {
        this.id = id;
        this.file = file;
        this.channel = channel;
    }

    UUID id() {
        return id;
    }

    Path file() {
        return file;
    }

    long end() {
        return end;
    }

    byte[] tail() {
        return tail;
    }

    /** Whole blocks, from the block that the last entry ends in. */
    void write(ByteBuffer blocks, long at) throws IOException {
        torn = true;
        for (long next = at; blocks.hasRemaining(); ) {
            next += channel.write(blocks, next);
        }
    }

    /**
     * The entry that was written from here to the given end is whole.
     *
     * @param newTail the bytes of the block that it ends in, up to there
     */
    void append(long newEnd, byte[] newTail) {
        tail = newTail;
        end = newEnd;
        torn = false;
    }

    /** Forgets what was written behind the last whole entry. */
    void cut() throws IOException {
        if (torn) {
            channel.truncate(end);
            torn = false;
        }
    }

    /** Returns when everything up to this position is on stable storage. */
    void sync(long position) throws IOException {
        long target = beginSync(position);
        if (target < position) {
            return;
        }
        IOException failure = null;
        try {
            channel.force(false);
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new IOException(e);
        }
        endSync(target, failure);
    }

    /** Waits for a sync that another writer began; the position to sync to, or -1 if everything is synced by then. */
    private synchronized long beginSync(long position) throws IOException {
        boolean interrupted = false;
        while (syncing && synced < position && broken == null) {
            try {
                wait();
            } catch (InterruptedException e) {
                // The bytes are written, and only their sync is missing: it is waited for all the same.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (synced >= position) {
            return -1;
        }
        if (broken != null) {
            throw new IOException("the pack could not be synced", broken);
        }
        syncing = true;
        return end;
    }

    private synchronized void endSync(long target, IOException failure) throws IOException {
        syncing = false;
        notifyAll();
        if (failure != null) {
            broken = failure;
            throw failure;
        }
        synced = target;
    }

    synchronized boolean isBroken() {
        return broken != null || !channel.isOpen();
    }

    /** Up to where a restart would find it. */
    synchronized long synced() {
        return synced;
    }

    void use() {
        users++;
    }

    void unuse() {
        users--;
    }

    boolean isUsed() {
        return users > 0;
    }

    /** Nobody begins to write to it any more. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    void close() throws IOException {
        channel.close();
    }
}
