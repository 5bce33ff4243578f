package org.radhub.storage.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.radhub.storage.disk.Blocks;
import org.radhub.storage.disk.Durable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The packs that instances are appended to at this moment, or may be. A series has as many as it has writers at once. */
final class OpenPacks {
    private static final Logger LOG = LoggerFactory.getLogger(OpenPacks.class);
    private static final int MAX_IDLE = 256;

    private static final int MAX_BUFFERS = 32;

    private final Path directory;
    private final long packLimit;
    private final Blocks blocks;

    /** Packs that may be written to, or whose last bytes are being synced. */
    private final Map<UUID, Pack> open = new HashMap<>();

    /** Of these, the ones that wait for the next writer of their series, the longest unused first. */
    private final Map<SeriesKey, Deque<Pack>> idle = new LinkedHashMap<>();

    /** Packs of this run that are not appended to any more, and whose study may go on arriving. */
    private final Set<UUID> full = ConcurrentHashMap.newKeySet();

    /** Of writers that are done. */
    private final BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(MAX_BUFFERS);

    private int idleCount;

    OpenPacks(Path directory, long packLimit, Blocks blocks) {
        this.directory = directory;
        this.packLimit = packLimit;
        this.blocks = blocks;
    }

    /** For one entry; whoever has written it gives it back. */
    ByteBuffer buffer() throws IOException {
        var used = buffers.poll();
        try {
            return used == null ? Blocks.buffer(EntryWriter.BUFFER) : used;
        } catch (OutOfMemoryError e) {
            throw new IOException("no memory for one more sender", e);
        }
    }

    void reuse(ByteBuffer buffer) {
        buffers.offer(buffer);
    }

    /** An open pack that the caller alone writes to until it releases it, and that stays open until the caller is done with it. */
    Pack acquire(Optional<SeriesKey> series) throws IOException {
        var waiting = series.flatMap(this::takeIdle);
        if (waiting.isPresent()) {
            return waiting.get();
        }
        var id = UUID.randomUUID();
        var file = Spool.file(directory, id);
        var pack = new Pack(id, file, blocks.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        synchronized (this) {
            pack.use();
            open.put(id, pack);
        }
        try {
            Durable.sync(directory);
            return pack;
        } catch (IOException e) {
            abandon(pack, series);
            throw e;
        }
    }

    private synchronized Optional<Pack> takeIdle(SeriesKey series) {
        var waiting = idle.getOrDefault(series, new ArrayDeque<>());
        while (!waiting.isEmpty()) {
            var pack = waiting.peek();
            removeIdle(series, pack);
            if (!pack.isBroken()) {
                pack.use();
                return Optional.of(pack);
            }
            pack.retire();
            full.add(pack.id());
            closeIfUnused(pack);
        }
        return Optional.empty();
    }

    private void removeIdle(SeriesKey series, Pack pack) {
        var waiting = idle.get(series);
        if (waiting != null && waiting.remove(pack)) {
            idleCount--;
            if (waiting.isEmpty()) {
                idle.remove(series);
            }
        }
    }

    /** The pack ends with a whole entry: the next writer of the series may have it. */
    synchronized void release(Pack pack, SeriesKey series) {
        if (pack.isBroken() || pack.end() >= packLimit) {
            pack.retire();
            full.add(pack.id());
        }
        if (!pack.isRetired()) {
            idle.computeIfAbsent(series, key -> new ArrayDeque<>()).add(pack);
            idleCount++;
        }
        if (idleCount > MAX_IDLE) {
            var oldest = idle.entrySet().iterator().next();
            var unused = oldest.getValue().peek();
            removeIdle(oldest.getKey(), unused);
            unused.retire();
            closeIfUnused(unused);
        }
    }

    /** The caller has synced what it wrote, or given up. */
    synchronized void done(Pack pack) {
        pack.unuse();
        closeIfUnused(pack);
    }

    private void closeIfUnused(Pack pack) {
        if (pack.isRetired() && !pack.isUsed()) {
            open.remove(pack.id());
            shut(pack);
        }
    }

    /** Takes back what the caller wrote behind the last whole entry. */
    void abandon(Pack pack, Optional<SeriesKey> series) {
        try {
            pack.cut();
            if (pack.end() == 0) {
                Files.deleteIfExists(pack.file());
                pack.retire();
            } else {
                release(pack, series.orElseThrow());
            }
        } catch (IOException e) {
            // The tail is cut when the pack is sealed, or at the next start.
            LOG.warn("pack {} has a torn tail", pack.id(), e);
            pack.retire();
        } finally {
            done(pack);
        }
    }

    /**
     * Sees to it that nothing is appended to the pack any more.
     *
     * @return false while somebody still writes to it
     */
    synchronized boolean seal(UUID id) {
        var pack = open.get(id);
        if (pack == null) {
            return true;
        }
        pack.retire();
        idle.keySet().stream()
                .filter(series -> idle.get(series).contains(pack))
                .findFirst()
                .ifPresent(series -> removeIdle(series, pack));
        closeIfUnused(pack);
        return !open.containsKey(id);
    }

    private void shut(Pack pack) {
        try {
            pack.close();
        } catch (IOException e) {
            LOG.warn("pack {} could not be closed", pack.id(), e);
        }
    }

    /** Packs that are not appended to any more, whether their study is complete or not. */
    Set<UUID> full() {
        return Set.copyOf(full);
    }

    /** Up to where a restart would find the pack; everything, if it is not open. */
    synchronized long synced(UUID id) {
        var pack = open.get(id);
        return pack == null ? Long.MAX_VALUE : pack.synced();
    }

    void forget(UUID pack) {
        full.remove(pack);
    }

    synchronized void close() {
        open.values().forEach(this::shut);
        open.clear();
        idle.clear();
    }
}
