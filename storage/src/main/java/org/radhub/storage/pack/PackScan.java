package org.radhub.storage.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.storage.disk.Blocks;

/**
 * The whole entries of a pack, by its own headers. Behind a damaged place it goes on at the next head that names this pack.
 *
 * @param end where the last whole entry ends
 * @param torn whether something else than the end of a tar stands there
 * @param cut whether that is the beginning of an entry that ends behind the file
 */
record PackScan(List<PackEntry> entries, long end, boolean torn, boolean cut) {
    private static final int WINDOW = 64 << 10;

    /** Reads the first so many bytes of the file at most. */
    static PackScan of(UUID pack, Path file, long limit) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Scanner(pack, channel, Math.min(limit, channel.size())).scan();
        }
    }

    /** Whether something stands before these entries, or between them. */
    static boolean hasGaps(List<PackEntry> entries) {
        long at = 0;
        for (var entry : entries) {
            if (entry.start() != at) {
                return true;
            }
            at = entry.end();
        }
        return false;
    }

    private record Scanner(UUID pack, FileChannel channel, long size) {
        PackScan scan() throws IOException {
            var entries = new ArrayList<PackEntry>();
            long end = 0;
            for (var entry = next(end); entry.isPresent(); entry = next(end)) {
                entries.add(entry.get());
                end = entry.get().end();
            }
            boolean cut = size - end <= EntryHead.LENGTH || headAt(end).isPresent();
            return new PackScan(entries, end, !endsAt(end), cut);
        }

        private Optional<PackEntry> next(long from) throws IOException {
            var inPlace = headAt(from).filter(this::isWhole);
            return inPlace.isPresent() ? inPlace : behind(from);
        }

        private Optional<PackEntry> headAt(long at) throws IOException {
            return at + EntryHead.LENGTH > size
                    ? Optional.empty()
                    : EntryHead.parse(read(at, EntryHead.LENGTH), pack, at);
        }

        private boolean isWhole(PackEntry entry) {
            return entry.end() <= size;
        }

        /** The first whole entry that begins behind this place. */
        private Optional<PackEntry> behind(long from) throws IOException {
            for (long base = from + EntryHead.BLOCK; base + EntryHead.LENGTH <= size; base += WINDOW) {
                var window = read(base, (int) Math.min(WINDOW + EntryHead.LENGTH - EntryHead.BLOCK, size - base));
                for (int at = 0; at + EntryHead.LENGTH <= window.length; at += EntryHead.BLOCK) {
                    var entry =
                            EntryHead.parseAnywhere(window, at, pack, base + at).filter(this::isWhole);
                    if (entry.isPresent()) {
                        return entry;
                    }
                }
            }
            return Optional.empty();
        }

        private boolean endsAt(long end) throws IOException {
            if (size - end > EntryHead.END_OF_TAR + Blocks.SIZE) {
                return false;
            }
            for (byte value : read(end, (int) (size - end))) {
                if (value != 0) {
                    return false;
                }
            }
            return true;
        }

        /** A pack that becomes shorter meanwhile loses nothing but what is no entry: zeros stand for it. */
        private byte[] read(long at, int length) throws IOException {
            var buffer = ByteBuffer.allocate(length);
            int count = 0;
            while (buffer.hasRemaining() && count >= 0) {
                count = channel.read(buffer, at + buffer.position());
            }
            return buffer.array();
        }
    }
}
