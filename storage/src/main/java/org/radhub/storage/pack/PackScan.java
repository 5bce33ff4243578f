package org.radhub.storage.pack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.radhub.storage.disk.Blocks;

/**
 * The whole entries of a pack, by its own headers.
 *
 * @param end where the last whole entry ends
 * @param torn whether something else than the end of a tar stands there
 */
record PackScan(List<PackEntry> entries, long end, boolean torn) {

    /** Reads the first so many bytes of the file at most. */
    static PackScan of(UUID pack, Path file, long limit) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return of(pack, channel, Math.min(limit, channel.size()));
        }
    }

    private static PackScan of(UUID pack, FileChannel channel, long size) throws IOException {
        var entries = new ArrayList<PackEntry>();
        long at = 0;
        while (at + EntryHead.LENGTH <= size) {
            var head = read(channel, at, EntryHead.LENGTH);
            var entry = EntryHead.parse(head, pack, at);
            if (entry.isEmpty() || entry.get().end() > size) {
                return new PackScan(entries, at, !endOfTar(channel, at, size));
            }
            entries.add(entry.get());
            at = entry.get().end();
        }
        return new PackScan(entries, at, !endOfTar(channel, at, size));
    }

    private static boolean endOfTar(FileChannel channel, long at, long size) throws IOException {
        if (size - at > EntryHead.END_OF_TAR + Blocks.SIZE) {
            return false;
        }
        for (byte value : read(channel, at, (int) (size - at))) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** A pack that becomes shorter meanwhile loses nothing but what is no entry: zeros stand for it. */
    private static byte[] read(FileChannel channel, long at, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        int count = 0;
        while (buffer.hasRemaining() && count >= 0) {
            count = channel.read(buffer, at + buffer.position());
        }
        return buffer.array();
    }
}
