package org.radhub.storage.pack;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.radhub.storage.dataset.FileMeta;
import org.radhub.storage.disk.Durable;
import org.radhub.storage.disk.ExactInput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packs that have not left this machine, one file each. A series has as many open packs as there are writers at the same moment. Packs
 * of an earlier run are never appended to. One process owns a spool.
 */
public final class Spool implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String SUFFIX = ".tar";
    private static final int MAX_IDLE = 256;
    private static final int END_OF_TAR = 2 * EntryHead.BLOCK;

    /** What is made beside a pack while it is uploaded. */
    private static final String SEALED = ".sealed";

    private static final String METADATA = ".metadata";

    private final Path directory;
    private final UUID node;
    private final long packLimit;
    private final FileChannel lockFile;
    private final FileLock lock;

    /** Packs that may be written to, or whose last bytes are being synced. */
    private final Map<UUID, Pack> open = new HashMap<>();

    /** Of these, the ones that wait for the next writer of their series, the longest unused first. */
    private final Map<SeriesKey, Deque<Pack>> idle = new LinkedHashMap<>();

    /** Packs of this run that are not appended to any more, and whose study may go on arriving. */
    private final Set<UUID> full = ConcurrentHashMap.newKeySet();

    private int idleCount;

    /**
     * Takes the spool over, and cuts off what an earlier run left half-written.
     *
     * @param packLimit size in bytes from which a pack is not appended to any more
     */
    public Spool(Path home, long packLimit) throws IOException {
        this.directory = Durable.directories(home.resolve("spool"));
        this.packLimit = packLimit;
        this.lockFile =
                FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.lock = lock(home);
        this.node = nodeId(home);
        removeLeftovers();
        cutTornTails();
    }

    private void removeLeftovers() throws IOException {
        try (var leftovers = Files.newDirectoryStream(directory, "*{" + SEALED + "," + METADATA + "}")) {
            for (var leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    private FileLock lock(Path home) throws IOException {
        try {
            var held = lockFile.tryLock();
            if (held != null) {
                return held;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("this very process holds the spool already", e);
        }
        lockFile.close();
        throw new IOException("another process uses " + home.toAbsolutePath() + "; give each its own RADHUB_HOME");
    }

    /** Names this spool in the index; made once, and kept with it. */
    private static UUID nodeId(Path home) throws IOException {
        var file = home.resolve("node-id");
        if (!Files.exists(file)) {
            Durable.write(file, (UUID.randomUUID() + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return UUID.fromString(Files.readString(file, StandardCharsets.US_ASCII).strip());
    }

    public UUID node() {
        return node;
    }

    /** Where the pack is made that is uploaded in this one's place. */
    public Path sealedFile(UUID pack) {
        return directory.resolve(pack + SEALED);
    }

    /** Where the metadata of the pack is made. */
    public Path metadataFile(UUID pack) {
        return directory.resolve(pack + METADATA);
    }

    private Path file(UUID pack) {
        return directory.resolve(pack + SUFFIX);
    }

    /** Free space, in bytes, for whoever writes here. */
    public long freeBytes() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Of all packs in it, in bytes. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (var pack : packs()) {
            // Zero for a pack that leaves just now.
            bytes += file(pack).toFile().length();
        }
        return bytes;
    }

    /** All packs in it, open ones included. */
    public List<UUID> packs() throws IOException {
        var packs = new ArrayList<UUID>();
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                packs.add(UUID.fromString(name.substring(0, name.length() - SUFFIX.length())));
            }
        }
        return packs;
    }

    /** Begins to take an instance in. */
    public IncomingInstance incoming(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, String ae) {
        return new IncomingInstance(this, sopClassUid, sopInstanceUid, transferSyntaxUid, ae);
    }

    /** An open pack that the caller alone writes to until it releases it, and that stays open until the caller is done with it. */
    Pack acquire(Optional<SeriesKey> series) throws IOException {
        var waiting = series.flatMap(this::takeIdle);
        if (waiting.isPresent()) {
            return waiting.get();
        }
        var id = UUID.randomUUID();
        var pack = new Pack(id, file(id));
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
        var waiting = idle.get(series);
        if (waiting == null) {
            return Optional.empty();
        }
        var pack = waiting.peek();
        removeIdle(series, pack);
        pack.use();
        return Optional.of(pack);
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
    public synchronized boolean seal(UUID id) {
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

    /** The whole entries of a pack, as far as it has been synced. */
    public List<PackEntry> entries(UUID id) throws IOException {
        long limit;
        synchronized (this) {
            var pack = open.get(id);
            limit = pack == null ? Long.MAX_VALUE : pack.synced();
        }
        return PackScan.of(id, file(id), limit).entries();
    }

    /**
     * Bytes of the pack's file. Who has it open goes on reading when the file is deleted.
     *
     * @throws java.nio.file.NoSuchFileException if the pack is not in the spool any more
     */
    public InputStream open(UUID pack, long from, long length) throws IOException {
        var channel = FileChannel.open(file(pack), StandardOpenOption.READ);
        try {
            channel.position(from);
            return new ExactInput(Channels.newInputStream(channel), length);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The data set of an entry, as it was sent. */
    public InputStream openDataSet(PackEntry entry) throws IOException {
        int meta;
        try (var beginning = open(entry.pack(), entry.offset(), FileMeta.LENGTH_KNOWN)) {
            meta = FileMeta.length(beginning.readAllBytes());
        }
        return open(entry.pack(), entry.offset() + meta, entry.length() - meta);
    }

    /** Packs that are not appended to any more, whether their study is complete or not. */
    public Set<UUID> full() {
        return Set.copyOf(full);
    }

    /** The file of a sealed pack all of whose entries are needed, with the end of a tar; empty if it holds something else. */
    public Optional<Path> complete(UUID pack, List<PackEntry> entries) throws IOException {
        long end = entries.get(entries.size() - 1).end();
        try (var channel = FileChannel.open(file(pack), StandardOpenOption.WRITE)) {
            if (channel.size() == end) {
                channel.write(ByteBuffer.allocate(END_OF_TAR), end);
            }
            return channel.size() == end + END_OF_TAR ? Optional.of(file(pack)) : Optional.empty();
        }
    }

    /**
     * Makes the file to upload of a sealed pack, in the spool beside it: of these of its entries, with the end of a tar.
     *
     * @return where each entry's Part 10 file begins in it, by where it began before
     */
    public Map<Long, Long> compact(UUID pack, List<PackEntry> entries, Path target) throws IOException {
        var moved = new HashMap<Long, Long>();
        try (var from = FileChannel.open(file(pack), StandardOpenOption.READ);
                var to = FileChannel.open(
                        target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            for (var entry : entries) {
                long start = to.position();
                moved.put(entry.offset(), start + EntryHead.LENGTH);
                for (long at = entry.start(); at < entry.end(); ) {
                    at += from.transferTo(at, entry.end() - at, to);
                }
            }
            to.write(ByteBuffer.allocate(END_OF_TAR));
        }
        return moved;
    }

    /** Keeps a copy of a pack for a person to look at: something in it is not as it should be. */
    public void keepDamaged(UUID pack) throws IOException {
        var damaged = Durable.directories(directory.resolve("damaged"));
        Files.copy(file(pack), damaged.resolve(pack + SUFFIX), StandardCopyOption.REPLACE_EXISTING);
        Durable.sync(damaged);
    }

    /** The pack is safe elsewhere, or holds nothing that is needed. */
    public void delete(UUID pack) throws IOException {
        full.remove(pack);
        Durable.delete(file(pack));
    }

    private void cutTornTails() throws IOException {
        for (var pack : packs()) {
            var scan = PackScan.of(pack, file(pack), Long.MAX_VALUE);
            if (scan.entries().isEmpty()) {
                Files.delete(file(pack));
                continue;
            }
            if (!scan.torn()) {
                continue;
            }
            LOG.info(
                    "pack {} is cut after its {} whole instances",
                    pack,
                    scan.entries().size());
            try (var channel = FileChannel.open(file(pack), StandardOpenOption.WRITE)) {
                channel.truncate(scan.end());
                channel.force(true);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        open.values().forEach(this::shut);
        open.clear();
        idle.clear();
        lock.release();
        lockFile.close();
    }
}
