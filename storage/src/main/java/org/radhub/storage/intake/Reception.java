package org.radhub.storage.intake;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.radhub.registry.StudyKey;
import org.radhub.registry.Trouble;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.NotKept.Reason;
import org.radhub.storage.Offer;
import org.radhub.storage.Receipt;
import org.radhub.storage.WrongSetting;
import org.radhub.storage.dataset.DataSet;
import org.radhub.storage.dataset.DataSetReader;
import org.radhub.storage.dataset.Malformed;
import org.radhub.storage.dataset.Uid;
import org.radhub.storage.pack.Arrival;
import org.radhub.storage.pack.IncomingInstance;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.KeptInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Takes instances in: into a pack of the spool, synced, and then on to the index. */
@Component
class Reception implements Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final DataSize LARGEST = DataSize.ofGigabytes(8);
    private static final int MAX_NAME = 64;
    private static final int MAX_AE_TITLE = 16;
    private static final long BETWEEN_LOOKS_AT_THE_DISK = 16L << 20;

    private final Spool spool;
    private final IndexFeed index;
    private final Clock clock;
    private final Arriving arriving;
    private final DiskRoom room;
    private final Trouble disk = new Trouble(LOG, "what devices send cannot be written to the spool");
    private final DataSize largest;
    private final Set<String> sending = ConcurrentHashMap.newKeySet();

    Reception(
            Spool spool,
            IndexFeed index,
            Arriving arriving,
            Clock clock,
            @Value("${radhub.storage.watermark:1GB}") DataSize watermark,
            @Value("${radhub.storage.largest-instance:8GB}") DataSize largest) {
        if (largest.toBytes() < 1 || largest.compareTo(LARGEST) > 0) {
            throw new WrongSetting("RADHUB_STORAGE_LARGESTINSTANCE is " + largest.toBytes()
                    + " bytes; it should be at most 8GB, which is what a file in a pack can have");
        }
        this.largest = largest;
        this.spool = spool;
        this.index = index;
        this.arriving = arriving;
        this.clock = clock;
        this.room = new DiskRoom(spool, watermark.toBytes());
    }

    @Override
    public Receipt keep(Offer offer, InputStream dataSet) throws NotKept, IOException {
        var checked = checked(offer);
        room.require();
        var receivedAt = clock.instant();
        try (var inFlight = arriving.begin();
                var incoming = spool.incoming(
                                checked.sopClassUid(),
                                checked.sopInstanceUid(),
                                checked.transferSyntaxUid(),
                                checked.callingAeTitle())
                        .from(checked.site())
                        .atMost(largest.toBytes())) {
            var read = DataSetReader.read(
                    dataSet, checked.transferSyntaxUid(), new Keeping(incoming, checked.site(), inFlight, room));
            requireMatch(checked, read);
            var entry = finish(incoming, arrival(checked, read, receivedAt));
            disk.passed();
            sending.add(checked.association());
            index.add(new KeptInstance(entry, read.header(), false));
            return new Receipt(
                    read.header().studyInstanceUid(),
                    read.header().seriesInstanceUid(),
                    read.header().sopInstanceUid(),
                    entry.length(),
                    read.digest(),
                    receivedAt);
        } catch (Malformed e) {
            throw new NotKept(Reason.NOT_UNDERSTOOD, e.getMessage(), e);
        } catch (IncomingInstance.TooLarge e) {
            throw new NotKept(Reason.TOO_LARGE, "larger than the " + shown(largest) + " that the hub takes at most", e);
        } catch (SpoolFailure e) {
            disk.met(e.getCause());
            throw DiskRoom.isFull(e)
                    ? DiskRoom.noRoom(e)
                    : new NotKept(Reason.FAILED, "the hub could not write it to its disk", e);
        }
    }

    @Override
    public void associationClosed(String association) {
        var name = name(association);
        if (sending.remove(name)) {
            index.associationClosed(name, clock.instant());
        }
    }

    private static Offer checked(Offer offer) throws NotKept {
        var sopClass = Uid.trimmed(offer.sopClassUid());
        var sopInstance = Uid.trimmed(offer.sopInstanceUid());
        var transferSyntax = Uid.trimmed(offer.transferSyntaxUid());
        if (!Uid.acceptable(sopClass) || !Uid.acceptable(sopInstance) || !Uid.acceptable(transferSyntax)) {
            throw new NotKept(Reason.NOT_UNDERSTOOD, "Affected SOP Class or Instance UID is not a UID");
        }
        return new Offer(
                name(offer.site()),
                aeTitle(offer.callingAeTitle()),
                name(offer.association()),
                sopClass,
                sopInstance,
                transferSyntax);
    }

    private static String shown(DataSize size) {
        if (size.toBytes() % (1 << 20) != 0) {
            return size.toBytes() + " bytes";
        }
        return size.toMegabytes() % 1024 == 0 ? size.toGigabytes() + " GB" : size.toMegabytes() + " MB";
    }

    /** Printable, and no longer than what stands before an instance in a pack has room for. */
    private static String name(String text) {
        var printable = text.replaceAll("[^ -~]|[\"\\\\]", "?").strip();
        return printable.substring(0, Math.min(MAX_NAME, printable.length()));
    }

    private static String aeTitle(String title) {
        var printable = name(title);
        return printable.substring(0, Math.min(MAX_AE_TITLE, printable.length()));
    }

    private static void requireMatch(Offer offer, DataSet read) throws NotKept {
        if (!read.header().sopClassUid().equals(offer.sopClassUid())) {
            throw new NotKept(Reason.MISMATCH, "SOP Class UID of the data set is not the announced one");
        }
        if (!read.header().sopInstanceUid().equals(offer.sopInstanceUid())) {
            throw new NotKept(Reason.MISMATCH, "SOP Instance UID of the data set is not the announced one");
        }
    }

    private Arrival arrival(Offer offer, DataSet read, Instant receivedAt) {
        return new Arrival(
                offer.site(),
                offer.callingAeTitle(),
                offer.association(),
                read.header().studyInstanceUid(),
                offer.sopClassUid(),
                offer.transferSyntaxUid(),
                receivedAt,
                clock.instant(),
                read.digest(),
                read.pixelFingerprint());
    }

    private static PackEntry finish(IncomingInstance incoming, Arrival arrival) throws SpoolFailure {
        try {
            return incoming.finish(arrival);
        } catch (IOException e) {
            throw new SpoolFailure(e);
        }
    }

    /** Our disk failed, and not the sender's stream. */
    private static final class SpoolFailure extends IOException {
        private static final long serialVersionUID = 1L;

        SpoolFailure(IOException cause) {
            super(cause);
        }
    }

    private static final class Keeping implements DataSetReader.Keeper {
        private final IncomingInstance incoming;
        private final String site;
        private final Arriving.InFlight inFlight;
        private final DiskRoom room;
        private long unlooked;

        Keeping(IncomingInstance incoming, String site, Arriving.InFlight inFlight, DiskRoom room) {
            this.incoming = incoming;
            this.site = site;
            this.inFlight = inFlight;
            this.room = room;
        }

        @Override
        public void bytes(byte[] buffer, int offset, int length) throws IOException {
            unlooked += length;
            try {
                if (unlooked > BETWEEN_LOOKS_AT_THE_DISK) {
                    unlooked = 0;
                    room.requireWhileWriting();
                }
                incoming.bytes(buffer, offset, length);
            } catch (IncomingInstance.TooLarge e) {
                throw e;
            } catch (IOException e) {
                throw new SpoolFailure(e);
            }
        }

        @Override
        public void belongsTo(String studyInstanceUid, String seriesInstanceUid) throws IOException {
            inFlight.of(new StudyKey(site, studyInstanceUid));
            try {
                incoming.belongsTo(studyInstanceUid, seriesInstanceUid);
            } catch (IncomingInstance.TooLarge e) {
                throw e;
            } catch (IOException e) {
                throw new SpoolFailure(e);
            }
        }
    }
}
