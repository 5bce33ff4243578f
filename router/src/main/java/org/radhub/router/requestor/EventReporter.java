package org.radhub.router.requestor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.aoju.bus.core.exception.InternalException;
import org.aoju.bus.image.Device;
import org.aoju.bus.image.Tag;
import org.aoju.bus.image.galaxy.data.Attributes;
import org.aoju.bus.image.galaxy.io.ImageInputStream;
import org.aoju.bus.image.metric.ApplicationEntity;
import org.aoju.bus.image.metric.Connection;
import org.aoju.bus.image.metric.internal.pdu.AAssociateRJ;
import org.aoju.bus.image.metric.internal.pdu.AAssociateRQ;
import org.aoju.bus.image.metric.internal.pdu.Presentation;
import org.aoju.bus.image.metric.internal.pdu.RoleSelection;
import org.radhub.router.EventReports;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Opens an association for each event. */
@Component
class EventReporter implements EventReports, DisposableBean {
    private static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";
    private static final int CONTEXT = 1;

    private final Settings settings;
    private final ExecutorService readers = Executors.newCachedThreadPool(EventReporter::daemon);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(EventReporter::daemon);
    private final Watchman watchman = new Watchman(clock);

    EventReporter(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void report(Peer peer, Event event) throws PeerFailed {
        try (var call = open(peer, event.sopClassUid())) {
            if (!call.association().isSCPFor(event.sopClassUid())) {
                throw new PeerFailed(Reason.REJECTED, peer + " does not let the hub report events to it", null);
            }
            var information = forLibrary(event);
            var status = call.exchange(() -> call.association()
                            .neventReport(
                                    event.sopClassUid(),
                                    event.sopInstanceUid(),
                                    event.eventTypeId(),
                                    information,
                                    IMPLICIT_VR_LITTLE_ENDIAN))
                    .getInt(Tag.Status, -1);
            call.release();
            if (status != 0) {
                throw new PeerFailed(
                        Reason.REJECTED, peer + " answered N-EVENT-REPORT with status %04X".formatted(status), null);
            }
        }
    }

    @Override
    public void destroy() {
        watchman.cutAll();
        clock.shutdownNow();
        readers.shutdownNow();
    }

    private static Attributes forLibrary(Event event) {
        var encoded = event.information().encoded(IMPLICIT_VR_LITTLE_ENDIAN, "");
        try (var in = new ImageInputStream(new ByteArrayInputStream(encoded), IMPLICIT_VR_LITTLE_ENDIAN)) {
            return in.readDataset(-1, -1);
        } catch (IOException e) {
            throw new IllegalStateException("an event's own information cannot be read", e);
        }
    }

    private Call open(Peer peer, String sopClassUid) throws PeerFailed {
        var request = new AAssociateRQ();
        request.setCalledAET(peer.calledAeTitle());
        request.setCallingAET(peer.callingAeTitle());
        request.addPresentationContext(new Presentation(CONTEXT, sopClassUid, IMPLICIT_VR_LITTLE_ENDIAN));
        request.addRoleSelection(new RoleSelection(sopClassUid, false, true));
        var remote = new Connection();
        remote.setHostname(peer.host());
        remote.setPort(peer.port());
        try {
            var local = connection();
            var association = entity(peer.callingAeTitle(), local).connect(local, remote, request);
            return new Call(peer, association, watchman.over(association.getSocket()), settings);
        } catch (AAssociateRJ e) {
            throw new PeerFailed(Reason.REJECTED, peer + " rejected the association: " + e.getMessage(), e);
        } catch (IOException | InternalException | GeneralSecurityException e) {
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
        connection.setPackPDV(false);
        return connection;
    }

    private ApplicationEntity entity(String aeTitle, Connection connection) {
        var device = new Device("radhub-events");
        device.setExecutor(readers);
        device.setScheduledExecutor(clock);
        device.addConnection(connection);
        var entity = new ApplicationEntity(aeTitle);
        entity.addConnection(connection);
        device.addApplicationEntity(entity);
        return entity;
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "dicom-event");
        thread.setDaemon(true);
        return thread;
    }
}
