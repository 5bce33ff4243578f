package org.radhub.storage.intake;

import java.io.IOException;
import java.util.Optional;
import org.radhub.storage.dataset.DataSetReader;
import org.radhub.storage.dataset.Digest;
import org.radhub.storage.dataset.Malformed;
import org.radhub.storage.pack.PackEntry;
import org.radhub.storage.pack.Spool;
import org.radhub.storage.study.KeptInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads instances back from the spool, for the index. */
public final class SpoolReader {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolReader.class);

    private final Spool spool;

    public SpoolReader(Spool spool) {
        this.spool = spool;
    }

    /** The instance, if its bytes are those that were acknowledged; a crash may have left others of what never was. */
    public Optional<KeptInstance> read(PackEntry entry) throws IOException {
        try (var pack = spool.read(entry.pack());
                var in = pack.dataSet(entry).open()) {
            var arrival = entry.arrival();
            var read =
                    DataSetReader.read(in, arrival.transferSyntaxUid(), Digest.like(arrival.digest()), new PassingBy());
            if (read.digest().equals(arrival.digest())) {
                return Optional.of(new KeptInstance(entry, read.header(), true));
            }
            LOG.error("instance {} in pack {} does not have its digest", entry.sopInstanceUid(), entry.pack());
        } catch (Malformed | IllegalArgumentException e) {
            LOG.error("instance {} in pack {} cannot be read", entry.sopInstanceUid(), entry.pack(), e);
        }
        return Optional.empty();
    }

    private static final class PassingBy implements DataSetReader.Keeper {
        @Override
        public void bytes(byte[] buffer, int offset, int length) {
            // They are where they should be already.
        }

        @Override
        public void belongsTo(String studyInstanceUid, String seriesInstanceUid) {
            // The pack's own entry says it.
        }
    }
}
