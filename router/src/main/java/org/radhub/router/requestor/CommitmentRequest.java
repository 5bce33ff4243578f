package org.radhub.router.requestor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aoju.bus.image.Dimse;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.data.Sequence;
import org.aoju.bus.image.galaxy.data.VR;
import org.aoju.bus.image.galaxy.io.ImageInputStream;
import org.aoju.bus.image.metric.Association;
import org.aoju.bus.image.metric.Commands;
import org.aoju.bus.image.metric.DimseRQHandler;
import org.aoju.bus.image.metric.PDVInputStream;
import org.aoju.bus.image.metric.internal.pdu.Presentation;
import org.radhub.router.CommitmentReport;
import org.radhub.router.CommitmentReports;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.Sender.Commitment;
import org.radhub.storage.SopReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Storage Commitment Push Model in one association, as its SCU (PS3.4 annex J). */
final class CommitmentRequest implements DimseRQHandler {
    static final String PUSH_MODEL = "1.2.840.10008.1.20.1";

    private static final Logger LOG = LoggerFactory.getLogger(CommitmentRequest.class);
    private static final String PUSH_MODEL_INSTANCE = "1.2.840.10008.1.20.1.1";
    private static final int REQUEST_STORAGE_COMMITMENT = 1;
    private static final int LONGEST_REPORT = 16 << 20;

    private static final int SUCCESS = 0x0000;
    private static final int PROCESSING_FAILURE = 0x0110;
    private static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
    private static final int INVALID_ARGUMENT_VALUE = 0x0115;
    private static final int UNRECOGNIZED_OPERATION = 0x0211;

    private final Peer peer;
    private final String transactionUid;
    private final CommitmentReports reports;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean taken;

    CommitmentRequest(Peer peer, String transactionUid, CommitmentReports reports) {
        this.peer = peer;
        this.transactionUid = transactionUid;
        this.reports = reports;
    }

    Commitment ask(Call call, List<SopReference> instances, Duration wait) throws PeerFailed {
        if (call.association().getTransferSyntaxesFor(PUSH_MODEL).isEmpty()) {
            return Commitment.NOT_OFFERED;
        }
        var status = call.exchange(() -> call.association()
                        .naction(
                                PUSH_MODEL,
                                PUSH_MODEL_INSTANCE,
                                REQUEST_STORAGE_COMMITMENT,
                                request(instances),
                                Kind.plain(PUSH_MODEL).transferSyntaxUid()))
                .getInt(Tag.Status, -1);
        if (status != SUCCESS) {
            throw new PeerFailed(
                    Reason.REFUSED, peer + " refused storage commitment with status %04X".formatted(status), null);
        }
        try {
            if (!over.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("{} has not reported on {} in the same association", peer, transactionUid);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerFailed(Reason.GIVEN_UP, "interrupted", e);
        }
        return taken ? Commitment.REPORTED : Commitment.PENDING;
    }

    @Override
    public void onDimse(
            Association association, Presentation context, Dimse dimse, Attributes command, PDVInputStream dataSet)
            throws IOException {
        var report = Optional.<CommitmentReport>empty();
        var status = UNRECOGNIZED_OPERATION;
        if (dataSet != null) {
            var bytes = dataSet.readNBytes(LONGEST_REPORT);
            var rest = dataSet.skipAll();
            report = rest > 0 ? report : report(bytes, context.getTransferSyntax());
        }
        if (dimse == Dimse.N_EVENT_REPORT_RQ) {
            status = report.map(this::take).orElse(INVALID_ARGUMENT_VALUE);
        }
        association.writeDimseRSP(context, Commands.mkRSP(command, status, dimse));
        if (status == SUCCESS
                && report.filter(r -> r.transactionUid().equals(transactionUid)).isPresent()) {
            taken = true;
            over.countDown();
        }
    }

    @Override
    public void onClose(Association association) {
        over.countDown();
    }

    /** Whom the hub has called; it may report on what it was asked before as well. */
    private record Called(Peer peer) implements CommitmentReports.Reporter {
        @Override
        public boolean speaksFor(Peer asked) {
            return asked.host().equalsIgnoreCase(peer.host())
                    && asked.port() == peer.port()
                    && asked.calledAeTitle().equals(peer.calledAeTitle());
        }

        @Override
        public String toString() {
            return peer + ", called by the hub,";
        }
    }

    private int take(CommitmentReport report) {
        try {
            return reports.reported(report, new Called(peer)) ? SUCCESS : NO_SUCH_OBJECT_INSTANCE;
        } catch (RuntimeException e) {
            LOG.error("a storage commitment report could not be taken; the peer may send it again", e);
            return PROCESSING_FAILURE;
        }
    }

    private Attributes request(List<SopReference> instances) {
        var request = new Attributes();
        request.setString(Tag.TransactionUID, VR.UI, transactionUid);
        var references = request.newSequence(Tag.ReferencedSOPSequence, instances.size());
        for (var instance : instances) {
            var reference = new Attributes();
            reference.setString(Tag.ReferencedSOPClassUID, VR.UI, instance.sopClassUid());
            reference.setString(Tag.ReferencedSOPInstanceUID, VR.UI, instance.sopInstanceUid());
            references.add(reference);
        }
        return request;
    }

    /** PS3.4 J.3.3.1; empty where it makes no sense. */
    private static Optional<CommitmentReport> report(byte[] bytes, String transferSyntaxUid) {
        try (var in = new ImageInputStream(new ByteArrayInputStream(bytes), transferSyntaxUid)) {
            var report = in.readDataset(-1, -1);
            var committed = new HashSet<String>();
            var failed = new HashMap<String, Integer>();
            items(report, Tag.ReferencedSOPSequence)
                    .forEach(item -> committed.add(item.getString(Tag.ReferencedSOPInstanceUID, "")));
            items(report, Tag.FailedSOPSequence)
                    .forEach(item -> failed.put(
                            item.getString(Tag.ReferencedSOPInstanceUID, ""), item.getInt(Tag.FailureReason, 0)));
            committed.removeAll(failed.keySet());
            return Optional.of(new CommitmentReport(report.getString(Tag.TransactionUID, ""), committed, failed));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // The library follows sequences as deep as they are nested.
            LOG.warn("a storage commitment report makes no sense: {}", e.toString());
            return Optional.empty();
        }
    }

    private static List<Attributes> items(Attributes report, int tag) {
        Sequence sequence = report.getSequence(tag);
        return sequence == null ? List.of() : sequence;
    }
}
