package org.radhub.router.offer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Uncompressed;
import org.radhub.storage.BytesLost;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;
import org.radhub.storage.Unavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An instance that is to be sent: as it is kept, and otherwise as anybody can read it. */
public final class Offered {
    /** Explicit and Implicit VR Little Endian; the one that says more of itself first. */
    public static final List<String> READ_BY_ALL = List.of("1.2.840.10008.1.2.1", "1.2.840.10008.1.2");

    private static final Logger LOG = LoggerFactory.getLogger(Offered.class);

    private final Instance instance;
    private final String recipient;
    private final Studies studies;
    private final Optional<Uncompressed> uncompressed;
    private final Runnable leaving;

    Offered(
            Instance instance,
            String recipient,
            Studies studies,
            Optional<Uncompressed> uncompressed,
            Runnable leaving) {
        this.instance = instance;
        this.recipient = recipient;
        this.studies = studies;
        this.uncompressed = uncompressed;
        this.leaving = leaving;
    }

    public String sopInstanceUid() {
        return instance.sopInstanceUid();
    }

    public OutgoingInstance asKept() {
        return outgoing(instance.transferSyntaxUid(), () -> studies.openDataSet(instance));
    }

    /** Whether it makes sense to offer it in this transfer syntax, after it was not taken as it is kept. */
    public boolean mayBe(String transferSyntaxUid) {
        return uncompressed.isPresent() && !instance.transferSyntaxUid().equals(transferSyntaxUid);
    }

    public OutgoingInstance in(String transferSyntaxUid) {
        return outgoing(
                transferSyntaxUid, () -> uncompressed.orElseThrow().dataSet(instance, transferSyntaxUid, recipient));
    }

    /** As a file that anybody can read. The caller closes it. */
    public Uncompressed.Part10 file() throws IOException {
        return opened(() -> uncompressed.orElseThrow().file(instance, recipient));
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    private OutgoingInstance outgoing(String transferSyntaxUid, OutgoingInstance.Content content) {
        return new OutgoingInstance(
                instance.sopClassUid(), sopInstanceUid(), transferSyntaxUid, () -> opened(content::open));
    }

    /** A peer may be told why it does not come, and nothing of the hub's inside. */
    private <T> T opened(Opening<T> content) throws IOException {
        leaving.run();
        try {
            return content.open();
        } catch (Uncompressed.Impossible | BytesLost e) {
            // They say why, and the log said of what is lost when it was found.
            throw e;
        } catch (Unavailable e) {
            throw new IOException(e.why().said(), e);
        } catch (IOException e) {
            LOG.error("instance {} cannot be read", sopInstanceUid(), e);
            throw new IOException("the hub cannot read its copy, and its log says why", e);
        }
    }
}
