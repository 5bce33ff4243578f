package org.radhub.router.association;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An established association: answers one message after the other until the peer releases it, or it breaks. */
final class Association {
    private static final Logger LOG = LoggerFactory.getLogger(Association.class);
    private static final int LONGEST_COMMAND = 64 << 10;
    private static final int MOST_LOGGED_REFUSALS = 10;

    private final Wire wire;
    private final Pdvs pdvs;
    private final Caller caller;
    private final Map<Integer, PresentationContext> contexts;
    private final int peersMaximum;
    private final Intake intake;
    private final BooleanSupplier stopping;
    private final Transfers transfers = new Transfers();

    /**
     * @param contexts the accepted ones, by their id
     * @param peersMaximum longest P-DATA-TF that the peer takes, in bytes; 0 for any
     * @param stopping whether the hub wants to end the association between two messages
     */
    Association(
            Wire wire,
            Caller caller,
            Map<Integer, PresentationContext> contexts,
            int peersMaximum,
            Intake intake,
            BooleanSupplier stopping) {
        this.wire = wire;
        this.pdvs = new Pdvs(wire);
        this.caller = caller;
        this.contexts = contexts;
        this.peersMaximum = peersMaximum;
        this.intake = intake;
        this.stopping = stopping;
    }

    /** Returns when the peer was released; throws however else it ends. */
    void serve() throws IOException {
        while (!stopping.getAsBoolean()) {
            if (!pdvs.awaitMessage()) {
                wire.write(Pdu.releaseReply());
                return;
            }
            answer();
        }
        throw new Overdue("the hub stops");
    }

    Transfers transfers() {
        return transfers;
    }

    private void answer() throws IOException {
        var contextId = pdvs.contextId();
        var context = contexts.get(contextId);
        if (context == null) {
            throw new Breach(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    "a message in presentation context " + contextId + ", which was not accepted");
        }
        var command = CommandSet.parse(readCommand(contextId));
        var dataSet = command.hasDataSet() ? DataSet.following(pdvs, contextId) : DataSet.none(pdvs);
        if (command.isResponse() || command.field() == CommandSet.C_CANCEL_RQ) {
            dataSet.drain();
            return;
        }
        var status =
                switch (command.field()) {
                    case CommandSet.C_ECHO_RQ -> Status.SUCCESS;
                    case CommandSet.C_STORE_RQ -> store(command, context, dataSet);
                    default -> Status.unrecognizedOperation();
                };
        dataSet.drain();
        wire.write(Pdu.command(contextId, command.response(status), peersMaximum));
    }

    private byte[] readCommand(int contextId) throws IOException {
        var command = new ByteArrayOutputStream(256);
        var part = new byte[1024];
        while (true) {
            if (!pdvs.isCommand() || pdvs.contextId() != contextId) {
                throw new Breach(AbortReason.UNEXPECTED_PDU, "a data set came where a command should");
            }
            if (command.size() + pdvs.remaining() > LONGEST_COMMAND) {
                throw new Breach(
                        AbortReason.INVALID_PDU_PARAMETER_VALUE, "a command set of over " + LONGEST_COMMAND + " bytes");
            }
            while (pdvs.remaining() > 0) {
                command.write(part, 0, pdvs.read(part, 0, part.length));
            }
            if (pdvs.isLast()) {
                return command.toByteArray();
            }
            pdvs.next();
        }
    }

    /** PS3.4 B.2: success is answered after the instance is on stable storage, and not before. */
    private Status store(CommandSet command, PresentationContext context, DataSet dataSet) throws IOException {
        var status = keep(command, context, dataSet);
        if (!status.isSuccess()) {
            transfers.refused();
            if (transfers.refusals() <= MOST_LOGGED_REFUSALS) {
                LOG.warn(
                        "{}: not kept, answered {}: {}",
                        caller,
                        "%04X".formatted(status.code()),
                        Printable.line(status.comment()));
            }
        }
        return status;
    }

    private Status keep(CommandSet command, PresentationContext context, DataSet dataSet) throws IOException {
        var sopClass = command.affectedSopClassUid();
        var sopInstance = command.affectedSopInstanceUid();
        if (!SopClasses.isStorage(sopClass) || SopClasses.isVerification(context.abstractSyntaxUid())) {
            return Status.sopClassNotSupported("Not a storage SOP class in a storage context");
        }
        if (!SopClasses.isUid(sopInstance)) {
            return Status.cannotUnderstand("Affected SOP Instance UID is missing or not a UID");
        }
        if (!command.hasDataSet()) {
            return Status.cannotUnderstand("C-STORE without a data set");
        }
        var offer = new Offer(
                caller.device().site(),
                caller.device().aeTitle(),
                caller.association(),
                sopClass,
                sopInstance,
                context.transferSyntaxUid());
        try {
            var receipt = intake.keep(offer, dataSet);
            rethrow(dataSet);
            if (dataSet.drain() > 0) {
                LOG.error("{}: storage left a part of {} unread", caller, sopInstance);
                return Status.processingFailure("The data set was not read to its end");
            }
            transfers.kept(receipt);
            return Status.SUCCESS;
        } catch (NotKept e) {
            rethrow(dataSet);
            return Status.of(e);
        } catch (IOException | RuntimeException e) {
            rethrow(dataSet);
            LOG.error("{}: could not keep {}", caller, sopInstance, e);
            return Status.processingFailure("Could not be kept; please send it again");
        }
    }

    /** What broke the association is not storage's failure, and cannot be answered. */
    private static void rethrow(DataSet dataSet) throws IOException {
        if (dataSet.failure().isPresent()) {
            throw dataSet.failure().get();
        }
    }
}
