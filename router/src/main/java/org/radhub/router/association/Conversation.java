package org.radhub.router.association;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.radhub.audit.AuditTrail;
import org.radhub.storage.Intake;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that is said on one connection, from the A-ASSOCIATE-RQ to its end. */
final class Conversation implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
    private static final Sparingly BREACHES = new Sparingly();
    private static final Sparingly SILENCES = new Sparingly();
    private static final byte[] NOTHING = {};

    private final Wire wire;
    private final String name;
    private final Door door;
    private final Parts parts;
    private final BooleanSupplier stopping;

    /** What every conversation needs. */
    record Parts(
            Settings settings,
            Gatekeeper gatekeeper,
            RefusedCalls refusedCalls,
            Intake intake,
            AuditTrail trail,
            Services services) {}

    Conversation(Wire wire, String name, Door door, Parts parts, BooleanSupplier stopping) {
        this.wire = wire;
        this.name = name;
        this.door = door;
        this.parts = parts;
        this.stopping = stopping;
    }

    @Override
    public void run() {
        try {
            greet(receiveRequest());
        } catch (Breach e) {
            if (BREACHES.allows()) {
                LOG.warn("{} from {}: {}", name, wire.address().getHostAddress(), e.getMessage());
            }
            wire.closeAfter(Pdu.abort(e.reason()));
        } catch (Overdue e) {
            if (SILENCES.allows()) {
                LOG.info("{} from {}: {}", name, wire.address().getHostAddress(), e.getMessage());
            }
            wire.closeAfter(Pdu.abort(AbortReason.NOT_SPECIFIED));
        } catch (IOException e) {
            LOG.debug("{} from {}: {}", name, wire.address().getHostAddress(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error(
                    "{} from {} ended by a failure of the hub",
                    name,
                    wire.address().getHostAddress(),
                    e);
            wire.closeAfter(Pdu.abort(AbortReason.NOT_SPECIFIED));
        } finally {
            door.left(wire);
            wire.close();
        }
    }

    private AssociateRequest receiveRequest() throws IOException {
        var type = wire.readByte();
        if (type != Pdu.A_ASSOCIATE_RQ) {
            throw new Breach(AbortReason.UNEXPECTED_PDU, "the first PDU is of type " + type);
        }
        wire.readByte();
        var length = wire.readInt();
        if (length < 0 || length > Pdu.LONGEST_ASSOCIATE_RQ) {
            throw new Breach(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    "an A-ASSOCIATE-RQ claims " + Integer.toUnsignedString(length) + " bytes");
        }
        return AssociateRequest.parse(wire.readFully(length));
    }

    private void greet(AssociateRequest request) throws IOException {
        Gatekeeper.Decision decision;
        try {
            decision = parts.gatekeeper().decide(request, wire.address(), wire.certificate());
        } catch (RuntimeException e) {
            LOG.error("{}: the registry cannot be asked", name, e);
            wire.closeAfter(Pdu.reject(Rejection.TEMPORARY_CONGESTION));
            return;
        }
        if (decision instanceof Gatekeeper.Turned turned) {
            parts.refusedCalls().add(request, wire.address(), turned.reason());
            wire.closeAfter(Pdu.reject(turned.rejection()));
        } else if (decision instanceof Gatekeeper.Welcome welcome) {
            var caller = new Caller(welcome.device(), wire.address(), name, welcome.isDestination());
            if (door.associate(wire, welcome)) {
                associate(request, caller);
            } else {
                LOG.warn("{}: no room for another association", caller);
                wire.closeAfter(Pdu.reject(Rejection.LOCAL_LIMIT_EXCEEDED));
            }
        }
    }

    private void associate(AssociateRequest request, Caller caller) throws IOException {
        var services = caller.isDestination() ? parts.services().forDestinations() : parts.services();
        var agreed = Negotiation.answer(request, services);
        var association =
                new Association(wire, caller, agreed, request.maxPduLength(), parts.intake(), services, stopping);
        LOG.debug("{} associated", caller);
        var ending = "broken";
        try {
            wire.write(Pdu.accept(request, agreed, parts.settings().maxPduLength()));
            association.serve();
            ending = "released";
        } catch (IOException e) {
            ending = e.getMessage();
            throw e;
        } finally {
            end(association, caller, ending);
        }
        wire.closeAfter(NOTHING);
    }

    private void end(Association association, Caller caller, String ending) {
        LOG.info("{}: {}, {}", caller, association.transfers(), ending);
        attempt(caller, () -> parts.intake().associationClosed(caller.association()));
        attempt(caller, () -> association.transfers().record(parts.trail(), caller));
    }

    /** What is to be done at the end is done as far as it can be. */
    private static void attempt(Caller caller, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("{}: its end could not be put on record", caller, e);
        }
    }
}
