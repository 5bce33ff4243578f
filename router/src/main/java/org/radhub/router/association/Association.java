package org.radhub.router.association;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.radhub.registry.Trouble;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An established association: answers one message after the other until the peer releases it, or it breaks. */
final class Association {
    private static final Logger LOG = LoggerFactory.getLogger(Association.class);
    private static final Trouble KEEPING =
            new Trouble(LOG, "instances could not be kept, and their senders were told so");
    private static final int LONGEST_COMMAND = 64 << 10;
    private static final int MOST_LOGGED_REFUSALS = 10;
    private static final int MOST_NESTED = 4;
    private static final int MOST_AFTERTHOUGHTS = 100;
    private static final Duration BETWEEN_AFTERTHOUGHTS = Duration.ofMillis(50);
    private static final int LAST_MESSAGE_ID = 0xFFFF;

    private final Wire wire;
    private final Pdvs pdvs;
    private final Caller caller;
    private final Negotiation agreed;
    private final Map<Integer, PresentationContext> contexts;
    private final int peersMaximum;
    private final Intake intake;
    private final Services services;
    private final BooleanSupplier stopping;
    private final Transfers transfers = new Transfers();
    private final List<Afterthought> afterthoughts = new ArrayList<>();
    private int messageId;
    private int depth;

    /**
     * @param peersMaximum longest P-DATA-TF that the peer takes, in bytes; 0 for any
     * @param stopping whether the hub wants to end the association between two messages
     */
    Association(
            Wire wire,
            Caller caller,
            Negotiation agreed,
            int peersMaximum,
            Intake intake,
            Services services,
            BooleanSupplier stopping) {
        this.wire = wire;
        this.pdvs = new Pdvs(wire);
        this.caller = caller;
        this.agreed = agreed;
        this.contexts = agreed.accepted();
        this.peersMaximum = peersMaximum;
        this.intake = intake;
        this.services = services;
        this.stopping = stopping;
    }

    /** A message whose command has been read, and whose data set is still to come. */
    record Message(PresentationContext context, CommandSet command, DataSet dataSet) {}

    /** Returns when the peer was released; throws however else it ends. */
    void serve() throws IOException {
        try {
            while (!stopping.getAsBoolean()) {
                sayWhatIsLeft();
                answer(next());
            }
        } catch (Released e) {
            wire.write(Pdu.releaseReply());
            return;
        } finally {
            afterthoughts.forEach(this::miss);
        }
        throw new Overdue("the hub stops");
    }

    void afterwards(Afterthought afterthought) {
        if (afterthoughts.size() < MOST_AFTERTHOUGHTS) {
            afterthoughts.add(afterthought);
        } else {
            miss(afterthought);
        }
    }

    /** Until the peer begins to say something, or nothing is left. */
    private void sayWhatIsLeft() throws IOException {
        while (!afterthoughts.isEmpty() && !pdvs.hasMessage() && !stopping.getAsBoolean()) {
            for (var afterthought : List.copyOf(afterthoughts)) {
                if (done(afterthought)) {
                    afterthoughts.remove(afterthought);
                }
            }
            if (!afterthoughts.isEmpty()) {
                pdvs.awaitMessage(BETWEEN_AFTERTHOUGHTS);
            }
        }
    }

    private boolean done(Afterthought afterthought) throws IOException {
        try {
            return afterthought.attempt();
        } catch (RuntimeException e) {
            LOG.error("{}: what was left to say could not be said", caller, e);
            miss(afterthought);
            return true;
        }
    }

    private void miss(Afterthought afterthought) {
        try {
            afterthought.missed();
        } catch (RuntimeException e) {
            LOG.error("{}: what was left to say could not be put down", caller, e);
        }
    }

    Transfers transfers() {
        return transfers;
    }

    Caller caller() {
        return caller;
    }

    Negotiation agreed() {
        return agreed;
    }

    /** Whether a message has begun to come, as far as can be told without waiting for it. */
    boolean hasMessage() throws IOException {
        return pdvs.hasMessage();
    }

    /** Waits for the next message. */
    Message next() throws IOException {
        if (!pdvs.awaitMessage()) {
            throw new Released();
        }
        var contextId = pdvs.contextId();
        var context = contexts.get(contextId);
        if (context == null) {
            throw new Breach(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    "a message in presentation context " + contextId + ", which was not accepted");
        }
        var command = CommandSet.parse(readCommand(contextId));
        var dataSet = command.hasDataSet() ? DataSet.following(pdvs, contextId) : DataSet.none(pdvs);
        return new Message(context, command, dataSet);
    }

    void answer(Message message) throws IOException {
        var command = message.command();
        var dataSet = message.dataSet();
        if (command.isResponse() || command.field() == CommandSet.C_CANCEL_RQ) {
            dataSet.drain();
            return;
        }
        var context = message.context();
        Status status;
        switch (command.field()) {
            case CommandSet.C_ECHO_RQ -> status = Status.SUCCESS;
            case CommandSet.C_STORE_RQ -> status = store(command, context, dataSet);
            default -> {
                var service = services.of(context.abstractSyntaxUid());
                if (service.isPresent()) {
                    converse(service.get(), message);
                    return;
                }
                status = Status.unrecognizedOperation();
            }
        }
        dataSet.drain();
        wire.write(Pdu.command(context.id(), command.response(status), peersMaximum));
    }

    /** Lets a service answer. Whatever it does, there is one final response. */
    private void converse(Service service, Message message) throws IOException {
        if (++depth > MOST_NESTED) {
            throw new Breach(AbortReason.NOT_SPECIFIED, "too many requests, one within the other");
        }
        var identifier = message.dataSet().readNBytes(service.longestDataSet());
        var tooLong = message.dataSet().drain() > 0;
        var dialogue = new Dialogue(this, message.context(), message.command(), identifier);
        try {
            if (tooLong) {
                dialogue.respond(failed(message, "The data set is longer than " + service.longestDataSet() + " bytes"));
            } else {
                service.answer(dialogue);
            }
        } catch (RuntimeException e) {
            LOG.error("{}: a request could not be answered", caller, e);
        }
        if (dialogue.failure().isPresent()) {
            throw dialogue.failure().get();
        }
        if (!dialogue.answered()) {
            dialogue.respond(failed(message, "The hub could not do it; please ask again"));
        }
        depth--;
    }

    private static Status failed(Message message, String comment) {
        return message.command().isNormalized() ? Status.processingFailure(comment) : Status.cannotUnderstand(comment);
    }

    int nextMessageId() {
        messageId = messageId % LAST_MESSAGE_ID + 1;
        return messageId;
    }

    /** How much of a data set goes into one P-DATA-TF. */
    int longestValue(int most) {
        return peersMaximum <= 0 ? most : Math.min(most, peersMaximum - Pdu.PDV_HEADER);
    }

    void send(int contextId, byte[] command, Optional<byte[]> dataSet) throws IOException {
        var commandPdus = Pdu.command(contextId, command, peersMaximum);
        if (dataSet.isEmpty()) {
            wire.write(commandPdus);
            return;
        }
        // Together, so that they travel in one packet where they fit.
        var dataPdus = Pdu.dataSet(contextId, dataSet.get(), peersMaximum);
        var both = Arrays.copyOf(commandPdus, commandPdus.length + dataPdus.length);
        System.arraycopy(dataPdus, 0, both, commandPdus.length, dataPdus.length);
        wire.write(both);
    }

    /** @param what it is, for the log */
    void send(int contextId, Fragments dataSet, String what) throws IOException {
        while (following(dataSet, what)) {
            wire.write(dataSet.pdu(contextId), Pdu.VALUE + dataSet.length());
        }
    }

    private boolean following(Fragments dataSet, String what) throws Breach {
        try {
            return dataSet.next();
        } catch (IOException e) {
            LOG.error("{}: the copy of {} that is kept broke while it was sent", caller, what, e);
            throw new Breach(AbortReason.NOT_SPECIFIED, "the hub's own copy of " + what + " broke");
        }
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
        var contextsUid = context.abstractSyntaxUid();
        if (!SopClasses.isStorage(sopClass) || SopClasses.isVerification(contextsUid) || services.take(contextsUid)) {
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
            KEEPING.passed();
            return Status.SUCCESS;
        } catch (NotKept e) {
            rethrow(dataSet);
            return Status.of(e);
        } catch (IOException | RuntimeException e) {
            rethrow(dataSet);
            KEEPING.met(e);
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
