package org.radhub.router.retrieve;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Uncompressed;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;
import org.radhub.storage.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is to be sent: as it is kept, and otherwise as anybody can read it. */
record Retrieved(Instance instance, Studies studies, Optional<Uncompressed> uncompressed) {
    private static final Logger LOG = LoggerFactory.getLogger(Retrieved.class);

    /** Explicit and Implicit VR Little Endian; the one that says more of itself first. */
    static final List<String> READ_BY_ALL = List.of("1.2.840.10008.1.2.1", "1.2.840.10008.1.2");

    /** PS3.4 table C.4-2 and B.2-1: the data set is not what the peer takes. */
    private static final int DOES_NOT_MATCH = 0xA900;

    String sopInstanceUid() {
        return instance.sopInstanceUid();
    }

    OutgoingInstance asKept() {
        return outgoing(instance.transferSyntaxUid(), this::kept);
    }

    /** The peer is told why it does not come, and nothing of the hub's inside. */
    private InputStream kept() throws IOException {
        try {
            return studies.openDataSet(instance);
        } catch (Unavailable e) {
            throw new IOException(e.why().said(), e);
        } catch (BytesLost e) {
            // It says why, and the log said it when it was found.
            throw e;
        } catch (IOException e) {
            LOG.error("instance {} cannot be read", sopInstanceUid(), e);
            throw new IOException("the hub could not read its copy", e);
        }
    }

    /** Whether it makes sense to offer it in this transfer syntax, after it was not taken as it is kept. */
    boolean mayBe(String transferSyntaxUid) {
        return uncompressed.isPresent() && !instance.transferSyntaxUid().equals(transferSyntaxUid);
    }

    OutgoingInstance in(String transferSyntaxUid) {
        return outgoing(transferSyntaxUid, () -> uncompressed.orElseThrow().dataSet(instance, transferSyntaxUid));
    }

    /** What became of it when it was offered anew: what the hub cannot decompress is its own doing, and has a reason. */
    static Outcome anew(Outcome outcome) {
        return outcome.result() == Result.NOT_READ
                ? new Outcome(outcome.sopInstanceUid(), Result.NOT_NEGOTIATED, DOES_NOT_MATCH, outcome.comment())
                : outcome;
    }

    private OutgoingInstance outgoing(String transferSyntaxUid, OutgoingInstance.Content content) {
        return new OutgoingInstance(instance.sopClassUid(), sopInstanceUid(), transferSyntaxUid, content);
    }
}
