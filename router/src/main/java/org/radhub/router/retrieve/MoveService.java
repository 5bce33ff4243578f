package org.radhub.router.retrieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radhub.registry.Device;
import org.radhub.registry.DeviceAccess;
import org.radhub.registry.Devices;
import org.radhub.registry.Scope;
import org.radhub.router.MoveOriginator;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.Sender;
import org.radhub.router.association.CommandSet;
import org.radhub.router.association.Element;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.Service;
import org.radhub.router.association.Status;
import org.radhub.router.offer.Offered;
import org.radhub.router.offer.Offering;
import org.radhub.router.query.Identifier;
import org.radhub.router.query.InformationModel;
import org.radhub.router.query.Rejected;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** C-MOVE as SCP (PS3.4 C.4.2.3): the hub calls the destination, and says how it goes. */
@Component
class MoveService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(MoveService.class);
    private static final int MOVE_DESTINATION_UNKNOWN = 0xA801;

    private final Retrieval retrieval;
    private final DeviceAccess access;
    private final Devices devices;
    private final Sender sender;
    private final String aeTitle;

    MoveService(
            Retrieval retrieval,
            DeviceAccess access,
            Devices devices,
            Sender sender,
            @Value("${radhub.dicom.ae-title:RADHUB}") String aeTitle) {
        this.retrieval = retrieval;
        this.access = access;
        this.devices = devices;
        this.sender = sender;
        this.aeTitle = aeTitle;
    }

    @Override
    public Set<String> abstractSyntaxes() {
        return InformationModel.all(InformationModel::move);
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        if (exchange.command().field() != CommandSet.C_MOVE_RQ) {
            exchange.respond(Status.unrecognizedOperation());
            return;
        }
        try {
            var identifier = Identifier.of(exchange);
            var scope = access.scopeOf(exchange.caller().device());
            var destination = destination(exchange, scope);
            var instances = retrieval.begin(exchange, identifier, scope, "C-MOVE to " + destination);
            move(exchange, destination, instances);
        } catch (Rejected e) {
            LOG.info("{}: a C-MOVE was rejected: {}", exchange.caller(), e.getMessage());
            exchange.respond(e.status());
        }
    }

    /** A device of a site whose studies the caller may all see, that somebody has said the address of. */
    private Peer destination(Exchange exchange, Scope scope) throws Rejected {
        var title = exchange.command().text(Element.MOVE_DESTINATION);
        var device = devices.find(title)
                .filter(Device::enabled)
                .filter(found -> scope.everything() || scope.sites().contains(found.site()));
        if (device.isEmpty()) {
            throw new Rejected(new Status(MOVE_DESTINATION_UNKNOWN, "No such device is registered at this site"));
        }
        return devices.calledAt(title)
                .map(at -> Peer.of(device.get(), at, aeTitle))
                .orElseThrow(() -> new Rejected(
                        new Status(MOVE_DESTINATION_UNKNOWN, "The device is registered without an address to call")));
    }

    /** Ends the association with the destination. */
    private static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Cancelled() {
            super("cancelled", null, false, false);
        }
    }

    private void move(Exchange exchange, Peer destination, List<Offered> instances) throws IOException {
        var progress = new Progress(instances.size(), exchange.transferSyntaxUid());
        var offering = new Offering(sender, destination, Optional.of(originator(exchange)), instances, outcome -> {
            progress.count(outcome);
            report(exchange, progress, instances.size());
        });
        try {
            offering.go();
        } catch (Cancelled e) {
            LOG.info("{}: C-MOVE to {} cancelled: {}", exchange.caller(), destination, progress);
            exchange.respond(progress.cancelled());
            return;
        } catch (PeerFailed e) {
            LOG.warn("{}: C-MOVE to {} broke off: {}", exchange.caller(), destination, e.getMessage());
            var why = e.inWords();
            offering.open().forEach(missed -> progress.missed(missed.sopInstanceUid(), why));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        LOG.info("{}: C-MOVE to {}: {}", exchange.caller(), destination, progress);
        exchange.respond(progress.ended());
    }

    private static MoveOriginator originator(Exchange exchange) {
        return new MoveOriginator(
                exchange.caller().device().aeTitle(), exchange.command().messageId());
    }

    private static void report(Exchange exchange, Progress progress, int instances) {
        try {
            if (progress.done() < instances) {
                if (exchange.cancelled()) {
                    throw new Cancelled();
                }
                exchange.respond(progress.pending());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
