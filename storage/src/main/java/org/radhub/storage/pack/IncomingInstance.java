package org.radhub.storage.pack;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.radhub.storage.dataset.DataSetReader;
import org.radhub.storage.dataset.FileMeta;

/**
 * An instance on its way into a pack. Its first bytes wait in memory until its series is known, and nothing more does. Closed without being
 * finished, it leaves no trace.
 */
public final class IncomingInstance implements DataSetReader.Keeper, Closeable {
    /** How much waits in memory for a series that comes late in the data set. */
    private static final int MAX_WAITING = 1 << 20;

    private final OpenPacks packs;
    private final byte[] fileMeta;
    private final String sopInstanceUid;
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream(8 << 10);
    private String site = "";
    private long largest = EntryHead.MAX_FILE;
    private Optional<SeriesKey> series = Optional.empty();
    private Pack pack;
    private EntryWriter writer;

    IncomingInstance(OpenPacks packs, String sopClassUid, String sopInstanceUid, String transferSyntaxUid, String ae) {
        this.packs = packs;
        this.sopInstanceUid = sopInstanceUid;
        this.fileMeta = FileMeta.of(sopClassUid, sopInstanceUid, transferSyntaxUid, ae);
    }

    /** Of the device that sends it; said before its first byte. */
    public IncomingInstance from(String sendingSite) {
        this.site = sendingSite;
        return this;
    }

    /** Refuses to become a file of more bytes; said before its first byte. More than the head of a file in a tar can say is never taken. */
    public IncomingInstance atMost(long bytes) {
        this.largest = Math.min(bytes, EntryHead.MAX_FILE);
        return this;
    }

    /** It is larger than what is taken in; nothing of it stays. */
    public static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long largest) {
            super("larger than " + largest + " bytes");
        }
    }

    @Override
    public void bytes(byte[] buffer, int offset, int length) throws IOException {
        if (pack == null) {
            waiting.write(buffer, offset, length);
            if (waiting.size() > MAX_WAITING) {
                place();
            }
        } else {
            append(buffer, offset, length);
        }
    }

    @Override
    public void belongsTo(String studyInstanceUid, String seriesInstanceUid) throws IOException {
        series = Optional.of(new SeriesKey(site, studyInstanceUid, seriesInstanceUid));
        if (pack == null) {
            place();
        }
    }

    private void place() throws IOException {
        var buffer = packs.buffer();
        try {
            pack = packs.acquire(series);
        } catch (IOException e) {
            packs.reuse(buffer);
            throw e;
        }
        writer = new EntryWriter(pack, buffer);
        append(fileMeta, 0, fileMeta.length);
        var bytes = waiting.toByteArray();
        waiting = null;
        append(bytes, 0, bytes.length);
    }

    private void append(byte[] buffer, int offset, int length) throws IOException {
        if (writer.at() + length - writer.start() - EntryHead.LENGTH > largest) {
            throw new TooLarge(largest);
        }
        writer.append(buffer, offset, length);
    }

    /** Completes the entry; when this returns, all of it is on stable storage. */
    public PackEntry finish(Arrival arrival) throws IOException {
        var key = series.orElseThrow(() -> new IllegalStateException("the series of the instance is not known"));
        long offset = writer.start() + EntryHead.LENGTH;
        var entry = new PackEntry(
                pack.id(), offset, writer.at() - offset, key.seriesInstanceUid(), sopInstanceUid, arrival);
        writer.finish(EntryHead.bytes(entry), entry.end());
        packs.reuse(writer.buffer());
        var finished = pack;
        pack = null;
        packs.release(finished, key);
        try {
            finished.sync(entry.end());
            return entry;
        } finally {
            packs.done(finished);
        }
    }

    @Override
    public void close() {
        if (pack != null) {
            packs.reuse(writer.buffer());
            packs.abandon(pack, series);
            pack = null;
        }
    }
}
