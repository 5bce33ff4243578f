package org.radhub.router.requestor;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.aoju.bus.core.exception.UncheckedException;
import org.aoju.bus.image.Device;
import org.aoju.bus.image.metric.ApplicationEntity;
import org.aoju.bus.image.metric.Connection;
import org.aoju.bus.image.metric.DimseRQHandler;
import org.aoju.bus.image.metric.internal.pdu.AAbort;
import org.aoju.bus.image.metric.internal.pdu.AAssociateRJ;
import org.aoju.bus.image.metric.internal.pdu.AAssociateRQ;
import org.aoju.bus.image.metric.internal.pdu.Presentation;
import org.aoju.bus.image.metric.internal.pdu.RoleSelection;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.tls.Credentials;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Opens every association that the hub asks for. */
@Component
class Switchboard implements DisposableBean {
    private final Settings settings;
    private final Credentials credentials;
    private final ExecutorService readers = Executors.newCachedThreadPool(threads("dicom-peer-"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(threads("dicom-clock-"));
    private final Watchman watchman = new Watchman(clock);

    Switchboard(Settings settings, Credentials credentials) {
        this.settings = settings;
        this.credentials = credentials;
    }

    /**
     * An association in which the hub is SCU of these, 128 at most.
     *
     * @throws PeerFailed if it did not come about
     */
    Call open(Peer peer, Set<Kind> kinds) throws PeerFailed {
        return open(peer, request(peer, kinds), Optional.empty());
    }

    /**
     * An association in which the hub is SCU of this, and hears what the peer asks for in it.
     *
     * @throws PeerFailed if it did not come about
     */
    Call open(Peer peer, Kind kind, DimseRQHandler requests) throws PeerFailed {
        return open(peer, request(peer, Set.of(kind)), Optional.of(requests));
    }

    /**
     * An association in which the hub is SCP of this (PS3.7 D.3.3.4).
     *
     * @throws PeerFailed if it did not come about, or the peer would not have it so
     */
    Call openAsProvider(Peer peer, Kind kind) throws PeerFailed {
        var request = request(peer, Set.of(kind));
        request.addRoleSelection(new RoleSelection(kind.sopClassUid(), false, true));
        var call = open(peer, request, Optional.empty());
        if (!call.association().isSCPFor(kind.sopClassUid())) {
            call.close();
            throw new PeerFailed(Reason.REJECTED, peer + " does not let the hub report events to it", null);
        }
        return call;
    }

    @Override
    public void destroy() {
        watchman.cutAll();
        clock.shutdownNow();
        readers.shutdownNow();
    }

    private static AAssociateRQ request(Peer peer, Set<Kind> kinds) {
        var request = new AAssociateRQ();
        request.setCalledAET(peer.calledAeTitle());
        request.setCallingAET(peer.callingAeTitle());
        var id = 1;
        for (var kind : kinds) {
            request.addPresentationContext(new Presentation(id, kind.sopClassUid(), kind.transferSyntaxUid()));
            id += 2;
        }
        return request;
    }

    /** @param requests what hears the requests of the peer; without it there may be none */
    private Call open(Peer peer, AAssociateRQ request, Optional<DimseRQHandler> requests) throws PeerFailed {
        var line = new Line(peer, credentials, watchman, settings);
        try {
            var remote = new Connection();
            remote.setHostname(peer.host());
            remote.setPort(peer.port());
            var entity = entity(peer.callingAeTitle(), line);
            requests.ifPresent(entity::setDimseRQHandler);
            var association = entity.connect(line, remote, request);
            return new Call(peer, association, watchman.over(line.wire()), settings);
        } catch (PeerFailed e) {
            throw e;
        } catch (AAssociateRJ e) {
            throw new PeerFailed(Reason.REJECTED, peer + " rejected the association: " + e.getMessage(), e);
        } catch (AAbort e) {
            // The library's own, when the peer has let it wait for too long.
            throw new PeerFailed(
                    Reason.UNREACHABLE, peer + " took the connection and did not answer the association request", e);
        } catch (IOException | UncheckedException | GeneralSecurityException e) {
            throw unreachable(peer, line, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerFailed(Reason.GIVEN_UP, "interrupted", e);
        }
    }

    private static PeerFailed unreachable(Peer peer, Line line, Exception e) {
        var unsecured = line.unsecured(e);
        return unsecured.isPresent()
                ? unsecured.get()
                : new PeerFailed(Reason.UNREACHABLE, peer + " cannot be reached: " + e.getMessage(), e);
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
