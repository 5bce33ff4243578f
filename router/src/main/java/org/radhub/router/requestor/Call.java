package org.radhub.router.requestor;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.aoju.bus.core.exception.UncheckedException;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.metric.Association;
import org.aoju.bus.image.metric.DimseRSP;
import org.aoju.bus.image.metric.InputStreamWriter;
import org.aoju.bus.image.metric.internal.pdu.AAbort;
import org.radhub.router.MoveOriginator;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.Uncompressed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One association that the hub has opened, for one thread. */
final class Call implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);
    private static final int MEDIUM = 0;

    private final Peer peer;
    private final Association association;
    private final Watchman.Watch watch;
    private final Settings settings;
    private boolean over;

    Call(Peer peer, Association association, Watchman.Watch watch, Settings settings) {
        this.peer = peer;
        this.association = association;
        this.watch = watch;
        this.settings = settings;
    }

    Association association() {
        return association;
    }

    /** @return the status of the response */
    int echo() throws PeerFailed {
        return exchange(association::cecho).getInt(Tag.Status, -1);
    }

    Outcome store(OutgoingInstance instance, Optional<MoveOriginator> originator) throws PeerFailed {
        var uid = instance.sopInstanceUid();
        if (!association.getTransferSyntaxesFor(instance.sopClassUid()).contains(instance.transferSyntaxUid())) {
            return new Outcome(
                    uid,
                    Result.NOT_NEGOTIATED,
                    0,
                    "takes no SOP class " + instance.sopClassUid() + " in transfer syntax "
                            + instance.transferSyntaxUid());
        }
        try (var source = new Source(instance.dataSet().open())) {
            return store(instance, originator, source);
        } catch (PeerFailed e) {
            throw e;
        } catch (Uncompressed.Impossible e) {
            return Outcome.impossible(uid, e);
        } catch (IOException e) {
            return new Outcome(uid, Result.NOT_READ, 0, String.valueOf(e.getMessage()));
        }
    }

    private Outcome store(OutgoingInstance instance, Optional<MoveOriginator> originator, Source source)
            throws PeerFailed {
        try {
            var command = exchange(() -> request(instance, originator, new InputStreamWriter(source)));
            return Outcome.answered(
                    instance.sopInstanceUid(), command.getInt(Tag.Status, -1), command.getString(Tag.ErrorComment, ""));
        } catch (PeerFailed e) {
            if (source.broken) {
                throw new PeerFailed(Reason.GIVEN_UP, "its own copy of " + instance.sopInstanceUid() + " broke", e);
            }
            throw e;
        }
    }

    private DimseRSP request(OutgoingInstance instance, Optional<MoveOriginator> originator, InputStreamWriter dataSet)
            throws IOException, InterruptedException {
        if (originator.isEmpty()) {
            return association.cstore(
                    instance.sopClassUid(), instance.sopInstanceUid(), MEDIUM, dataSet, instance.transferSyntaxUid());
        }
        return association.cstore(
                instance.sopClassUid(),
                instance.sopInstanceUid(),
                MEDIUM,
                originator.get().aeTitle(),
                originator.get().messageId(),
                dataSet,
                instance.transferSyntaxUid());
    }

    /** Says goodbye; what comes after it is no failure of what was confirmed before. */
    void release() {
        over = true;
        try {
            watch.waiting(settings.acceptTimeout());
            association.release();
            association.waitForSocketClose();
        } catch (IOException | UncheckedException e) {
            LOG.debug("{} did not let itself be released: {}", peer, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!over) {
            watch.waiting(settings.acceptTimeout());
            association.abort();
        }
        watch.close();
    }

    /** A request, as the library sends it. */
    @FunctionalInterface
    interface Request {
        DimseRSP send() throws IOException, InterruptedException;
    }

    /** Sends the request, and waits for its final response. */
    Attributes exchange(Request request) throws PeerFailed {
        try {
            watch.waiting(settings.stallTimeout());
            var response = request.send();
            watch.waiting(settings.responseTimeout());
            response.next();
            return response.getCommand();
        } catch (IOException | UncheckedException e) {
            throw failure(peer, e, watch.overdue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerFailed(Reason.GIVEN_UP, "interrupted", e);
        } finally {
            watch.paused();
        }
    }

    private static PeerFailed failure(Peer peer, Exception e, boolean overdue) {
        if (overdue) {
            return new PeerFailed(Reason.TIMED_OUT, peer + " let the hub wait for too long", e);
        }
        if (e instanceof AAbort abort) {
            return new PeerFailed(Reason.ABORTED, peer + " aborted the association: " + abort.getMessage(), e);
        }
        return new PeerFailed(Reason.BROKEN, "the connection to " + peer + " broke: " + e.getMessage(), e);
    }

    /** The data set on its way: time that reading it takes is not counted against the peer. */
    private final class Source extends FilterInputStream {
        private boolean broken;

        Source(InputStream dataSet) {
            super(dataSet);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            watch.paused();
            try {
                return in.read(into, from, length);
            } catch (IOException | RuntimeException e) {
                broken = true;
                throw e;
            } finally {
                watch.waiting(settings.stallTimeout());
            }
        }
    }
}
