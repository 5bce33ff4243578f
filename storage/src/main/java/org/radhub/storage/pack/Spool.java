package org.radhub.storage.pack;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.radhub.storage.disk.Blocks;
import org.radhub.storage.disk.Durable;
import org.radhub.storage.disk.FileRange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packs that have not left this machine, one file each. Packs of an earlier run are never appended to. One process owns a spool.
 */
public final class Spool implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final String SUFFIX = ".tar";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tar");

    /** What is made beside a pack while it is uploaded. */
    private static final String SEALED = ".sealed";

    private static final String METADATA = ".metadata";

    private final Path directory;
    private final UUID node;
    private final Blocks blocks;
    private final OpenPacks open;

    /** Packs of an earlier run behind whose last whole entry something stands that may have been one, by where that ends. */
    private final Map<UUID, Long> doubtful = new ConcurrentHashMap<>();

    private final FileChannel lockFile;
    private final FileLock lock;

    /**
     * Takes the spool over, and cuts off what an earlier run left half-written.
     *
     * @param packLimit size in bytes from which a pack is not appended to any more
     * @throws org.radhub.storage.WrongSetting if its disk is not mounted, or another one is
     */
    public Spool(Path home, long packLimit) throws IOException {
        var mark = new SpoolMark(home, home.resolve("spool"));
        mark.require();
        this.directory = Durable.directories(home.resolve("spool"));
        this.lockFile =
                FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        this.lock = lock(home);
        this.node = mark.node();
        mark.set(node);
        this.blocks = new Blocks(directory);
        this.open = new OpenPacks(directory, packLimit, blocks);
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

    /** Names this spool in the index. */
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
        return file(directory, pack);
    }

    static Path file(Path directory, UUID pack) {
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
                if (NAME.matcher(name).matches()) {
                    packs.add(UUID.fromString(name.substring(0, name.length() - SUFFIX.length())));
                }
            }
        }
        return packs;
    }

    /** Begins to take an instance in. */
    public IncomingInstance incoming(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, String ae) {
        return new IncomingInstance(open, sopClassUid, sopInstanceUid, transferSyntaxUid, ae);
    }

    /**
     * Sees to it that nothing is appended to the pack any more.
     *
     * @return false while somebody still writes to it
     */
    public boolean seal(UUID pack) {
        return open.seal(pack);
    }

    /** Packs of this run that are not appended to any more, whether their study is complete or not. */
    public Set<UUID> full() {
        return open.full();
    }

    /** The whole entries of a pack, as far as it has been synced. */
    public List<PackEntry> entries(UUID id) throws IOException {
        return scan(id).entries();
    }

    /**
     * What a pack holds, as far as it has been synced.
     *
     * @param damaged whether something that is no whole entry stands before these or between them: damage to the disk does that, and a
     *     crash does not
     */
    public record Contents(List<PackEntry> entries, boolean damaged) {}

    public Contents contents(UUID id) throws IOException {
        var entries = entries(id);
        return new Contents(entries, PackScan.hasGaps(entries));
    }

    private PackScan scan(UUID id) throws IOException {
        return PackScan.of(id, file(id), open.synced(id));
    }

    /**
     * Bytes of the pack's file. Who has it open goes on reading when the file is deleted.
     *
     * @throws java.nio.file.NoSuchFileException if the pack is not in the spool any more
     */
    public InputStream open(UUID pack, long from, long length) throws IOException {
        return FileRange.open(file(pack), from, length);
    }

    /** A file of the spool as it lies on the disk. */
    public InputStream input(Path file) throws IOException {
        return blocks.input(file);
    }

    /** Whether the pack's file is not there, for sure: one that the disk does not show just now is not gone. */
    public boolean isGone(UUID pack) {
        return Files.notExists(file(pack));
    }

    /** Opens a pack to read many of its entries. */
    public PackFile read(UUID pack) throws IOException {
        return new PackFile(file(pack), blocks);
    }

    /** The file of a sealed pack all of whose entries are needed, with the end of a tar; empty if it holds something else. */
    public Optional<Path> complete(UUID pack, List<PackEntry> entries) throws IOException {
        if (PackScan.hasGaps(entries)) {
            return Optional.empty();
        }
        long end = entries.get(entries.size() - 1).end();
        try (var channel = FileChannel.open(file(pack), StandardOpenOption.WRITE)) {
            // Behind the last entry there are the rest of its block, or what never became one.
            channel.write(ByteBuffer.allocate(EntryHead.END_OF_TAR), end);
            channel.truncate(end + EntryHead.END_OF_TAR);
        }
        return Optional.of(file(pack));
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
                copy(from, entry.start(), entry.end(), to);
            }
            to.write(ByteBuffer.allocate(EntryHead.END_OF_TAR));
        }
        return moved;
    }

    /** Puts entries of a pack that has left the spool into a new pack, so that they wait there like what has just been kept. */
    public void renew(UUID pack, List<PackEntry> entries) throws IOException {
        var id = UUID.randomUUID();
        var unfinished = sealedFile(id);
        try (var from = FileChannel.open(file(pack), StandardOpenOption.READ);
                var to = FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (var entry : entries) {
                to.write(ByteBuffer.wrap(EntryHead.bytes(new PackEntry(
                        id,
                        to.position() + EntryHead.LENGTH,
                        entry.length(),
                        entry.seriesInstanceUid(),
                        entry.sopInstanceUid(),
                        entry.arrival()))));
                copy(from, entry.offset(), entry.end(), to);
            }
            to.write(ByteBuffer.allocate(EntryHead.END_OF_TAR));
            to.force(true);
        }
        Durable.rename(unfinished, file(id));
    }

    private static void copy(FileChannel from, long start, long end, FileChannel to) throws IOException {
        for (long at = start; at < end; ) {
            long count = from.transferTo(at, end - at, to);
            if (count == 0) {
                throw new EOFException("the pack ends within an instance");
            }
            at += count;
        }
    }

    /**
     * Keeps a copy of a pack for a person to look at: something in it is not as it should be.
     *
     * @return false if there is one already, or nothing to copy
     */
    public boolean keepDamaged(UUID pack) throws IOException {
        var damaged = Durable.directories(directory.resolve("damaged"));
        var copy = damaged.resolve(pack + SUFFIX);
        if (Files.exists(copy) || Files.notExists(file(pack))) {
            return false;
        }
        var unfinished = damaged.resolve(pack + SUFFIX + "~new");
        Files.copy(file(pack), unfinished, StandardCopyOption.REPLACE_EXISTING);
        Durable.force(unfinished);
        Durable.rename(unfinished, copy);
        return true;
    }

    /** Whether such a copy of the pack lies here. */
    public boolean hasDamaged(UUID pack) {
        return Files.exists(directory.resolve("damaged").resolve(pack + SUFFIX));
    }

    /** Puts the head before an entry of a sealed pack anew; whoever calls has seen that the Part 10 file behind it is whole. */
    public void mend(PackEntry entry) throws IOException {
        var head = ByteBuffer.wrap(EntryHead.bytes(entry));
        try (var channel = FileChannel.open(file(entry.pack()), StandardOpenOption.WRITE)) {
            while (head.hasRemaining()) {
                channel.write(head, entry.start() + head.position());
            }
            channel.force(true);
        }
    }

    /** The pack is safe elsewhere, or holds nothing that is needed. */
    public void delete(UUID pack) throws IOException {
        open.forget(pack);
        doubtful.remove(pack);
        Durable.delete(file(pack));
    }

    private void cutTornTails() throws IOException {
        for (var pack : packs()) {
            try {
                cutTornTail(pack);
            } catch (IOException | RuntimeException e) {
                // The others are not to wait for it, nor what devices send.
                LOG.error("pack {} cannot be read; it stays in the spool", pack, e);
            }
        }
    }

    private void cutTornTail(UUID pack) throws IOException {
        var scan = scan(pack);
        if (PackScan.hasGaps(scan.entries())) {
            LOG.error(
                    "pack {} is damaged; {} whole instances are found in it",
                    pack,
                    scan.entries().size());
        }
        boolean empty = scan.entries().isEmpty();
        if (scan.cut() && (empty || scan.torn())) {
            cut(pack, scan.end());
        }
        // The index may know of an instance in a pack of which nothing is left.
        if (empty || scan.torn() && !scan.cut()) {
            doubtful.put(pack, scan.end());
        }
    }

    /**
     * Cuts what stands behind the last whole entries since an earlier run. Where a head should be and none is, that is what a crash left,
     * or an instance that was damaged: then the index knows of it, and it stays.
     *
     * @param indexed where the last instance of a pack begins that the index has of it; -1 if it has none
     */
    public void cutTails(ToLongFunction<UUID> indexed) {
        doubtful.entrySet().removeIf(tail -> {
            if (indexed.applyAsLong(tail.getKey()) < tail.getValue()) {
                try {
                    if (tail.getValue() == 0) {
                        Durable.delete(file(tail.getKey()));
                    } else {
                        cut(tail.getKey(), tail.getValue());
                    }
                } catch (IOException e) {
                    LOG.warn("pack {} keeps its torn tail until it is uploaded", tail.getKey(), e);
                }
            }
            return true;
        });
    }

    private void cut(UUID pack, long end) throws IOException {
        LOG.info("pack {} is cut behind its last whole instance, at {}", pack, end);
        try (var channel = FileChannel.open(file(pack), StandardOpenOption.WRITE)) {
            channel.truncate(end);
            if (end == 0) {
                // No tar reads an empty file.
                channel.write(ByteBuffer.allocate(EntryHead.END_OF_TAR), 0);
            }
            channel.force(true);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        open.close();
        lock.release();
        lockFile.close();
    }
}
