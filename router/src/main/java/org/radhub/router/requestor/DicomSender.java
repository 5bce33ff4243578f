package org.radhub.router.requestor;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.aoju.bus.core.exception.UncheckedException;
import org.aoju.bus.image.Device;
import org.aoju.bus.image.metric.ApplicationEntity;
import org.aoju.bus.image.metric.Connection;
import org.aoju.bus.image.metric.DimseRQHandler;
import org.aoju.bus.image.metric.internal.pdu.AAbort;
import org.aoju.bus.image.metric.internal.pdu.AAssociateRJ;
import org.aoju.bus.image.metric.internal.pdu.AAssociateRQ;
import org.aoju.bus.image.metric.internal.pdu.Presentation;
import org.radhub.router.CommitmentReports;
import org.radhub.router.Outcome;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.Sender;
import org.radhub.storage.SopReference;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Opens associations, and sends in them. */
@Component
class DicomSender implements Sender, DisposableBean {
    private static final String VERIFICATION = "1.2.840.10008.1.1";
    private static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    private static final int MOST_CONTEXTS = 128;

    private final Settings settings;
    private final ExecutorService readers = Executors.newCachedThreadPool(threads("dicom-peer-"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(threads("dicom-clock-"));
    private final Watchman watchman = new Watchman(clock);

    DicomSender(Settings settings) {
        this.settings = settings;
    }

    /** A SOP class in a transfer syntax. */
    private record Kind(String sopClassUid, String transferSyntaxUid) {
        static Kind of(OutgoingInstance instance) {
            return new Kind(instance.sopClassUid(), instance.transferSyntaxUid());
        }
    }

    @Override
    public void verify(Peer peer) throws PeerFailed {
        try (var call = open(peer, Set.of(new Kind(VERIFICATION, IMPLICIT_VR_LITTLE_ENDIAN)))) {
            var status = call.echo();
            call.release();
            if (status != 0) {
                throw new PeerFailed(
                        Reason.REFUSED, peer + " answered C-ECHO with status %04X".formatted(status), null);
            }
        }
    }

    @Override
    public void send(Peer peer, List<OutgoingInstance> instances, Consumer<Outcome> told) throws PeerFailed {
        for (var together : together(instances)) {
            var kinds = new LinkedHashSet<Kind>();
            together.forEach(instance -> kinds.add(Kind.of(instance)));
            try (var call = open(peer, kinds)) {
                for (var instance : together) {
                    told.accept(call.store(instance));
                }
                call.release();
            }
        }
    }

    @Override
    public Commitment commit(
            Peer peer, String transactionUid, List<SopReference> instances, Duration wait, CommitmentReports reports)
            throws PeerFailed {
        var request = new CommitmentRequest(transactionUid, reports);
        var kinds = Set.of(new Kind(CommitmentRequest.PUSH_MODEL, IMPLICIT_VR_LITTLE_ENDIAN));
        try (var call = open(peer, kinds, Optional.of(request))) {
            var commitment = request.ask(peer, call, instances, wait);
            call.release();
            return commitment;
        }
    }

    @Override
    public void destroy() {
        watchman.cutAll();
        clock.shutdownNow();
        readers.shutdownNow();
    }

    /** The instances in their order, divided where an association has no presentation context left. */
    private static List<List<OutgoingInstance>> together(List<OutgoingInstance> instances) {
        var all = new ArrayList<List<OutgoingInstance>>();
        var kinds = new LinkedHashSet<Kind>();
        var from = 0;
        for (var i = 0; i < instances.size(); i++) {
            var kind = Kind.of(instances.get(i));
            if (kinds.size() == MOST_CONTEXTS && !kinds.contains(kind)) {
                all.add(instances.subList(from, i));
                kinds.clear();
                from = i;
            }
            kinds.add(kind);
        }
        if (from < instances.size()) {
            all.add(instances.subList(from, instances.size()));
        }
        return all;
    }

    private Call open(Peer peer, Set<Kind> kinds) throws PeerFailed {
        return open(peer, kinds, Optional.empty());
    }

    /** @param requests what hears the requests of the peer; without it there may be none */
    private Call open(Peer peer, Set<Kind> kinds, Optional<DimseRQHandler> requests) throws PeerFailed {
        var request = new AAssociateRQ();
        request.setCalledAET(peer.calledAeTitle());
        request.setCallingAET(peer.callingAeTitle());
        var id = 1;
        for (var kind : kinds) {
            request.addPresentationContext(new Presentation(id, kind.sopClassUid(), kind.transferSyntaxUid()));
            id += 2;
        }
        try {
            var local = connection();
            var remote = new Connection();
            remote.setHostname(peer.host());
            remote.setPort(peer.port());
            var entity = entity(peer.callingAeTitle(), local);
            requests.ifPresent(entity::setDimseRQHandler);
            var association = entity.connect(local, remote, request);
            return new Call(peer, association, watchman.over(association.getSocket()), settings);
        } catch (AAssociateRJ e) {
            throw new PeerFailed(Reason.REJECTED, peer + " rejected the association: " + e.getMessage(), e);
        } catch (AAbort e) {
            // The library's own, when the peer has let it wait for too long.
            throw new PeerFailed(
                    Reason.UNREACHABLE, peer + " took the connection and did not answer the association request", e);
        } catch (IOException | UncheckedException | GeneralSecurityException e) {
            throw new PeerFailed(Reason.UNREACHABLE, peer + " cannot be reached: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerFailed(Reason.GIVEN_UP, "interrupted", e);
        }
    }

    private Connection connection() {
        var connection = new Connection();
        connection.setConnectTimeout((int) settings.connectTimeout().toMillis());
        connection.setAcceptTimeout((int) settings.acceptTimeout().toMillis());
        connection.setReleaseTimeout((int) settings.acceptTimeout().toMillis());
        connection.setSendPDULength(settings.maxPduLength());
        connection.setReceivePDULength(settings.maxPduLength());
        connection.setTcpNoDelay(true);
        // Some peers take one value for each PDU only, which all have to.
        connection.setPackPDV(false);
        return connection;
    }

    private ApplicationEntity entity(String aeTitle, Connection connection) {
        var device = new Device("radhub");
        device.setExecutor(readers);
        device.setScheduledExecutor(clock);
        device.addConnection(connection);
        var entity = new ApplicationEntity(aeTitle);
        entity.addConnection(connection);
        device.addApplicationEntity(entity);
        return entity;
    }

    private static ThreadFactory threads(String prefix) {
        var count = new AtomicLong();
        return task -> {
            var thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
