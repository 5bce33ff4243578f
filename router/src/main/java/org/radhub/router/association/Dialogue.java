package org.radhub.router.association;

import java.io.IOException;
import java.util.Optional;
import org.radhub.router.Outcome;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Uncompressed;

/** An {@link Exchange} on its association. */
final class Dialogue implements Exchange {
    private static final int LONGEST_FRAGMENT = 256 << 10;
    private static final int MEDIUM = 0;
    private static final byte[] NOTHING = {};

    private final Association association;
    private final PresentationContext context;
    private final CommandSet command;
    private byte[] dataSet;
    private Optional<IOException> failure = Optional.empty();
    private boolean cancelled;
    private boolean answered;

    Dialogue(Association association, PresentationContext context, CommandSet command, byte[] dataSet) {
        this.association = association;
        this.context = context;
        this.command = command;
        this.dataSet = dataSet;
    }

    @Override
    public Caller caller() {
        return association.caller();
    }

    @Override
    public CommandSet command() {
        return command;
    }

    @Override
    public String abstractSyntaxUid() {
        return context.abstractSyntaxUid();
    }

    @Override
    public String transferSyntaxUid() {
        return context.transferSyntaxUid();
    }

    @Override
    public byte[] dataSet() {
        return dataSet;
    }

    /** Whether the final response was sent. */
    boolean answered() {
        return answered;
    }

    /** What ended the association meanwhile. */
    Optional<IOException> failure() {
        return failure;
    }

    @Override
    public void respond(Reply reply) throws IOException {
        if (answered) {
            throw new IllegalStateException("the final response was sent before");
        }
        guarded(() -> {
            association.send(context.id(), command.response(reply), reply.dataSet());
            return null;
        });
        answered = !reply.status().isPending();
        if (answered) {
            // What is still to be said afterwards does not need it, and may wait for long.
            dataSet = NOTHING;
        }
    }

    @Override
    public void afterwards(Afterthought afterthought) {
        association.afterwards(afterthought);
    }

    @Override
    public boolean cancelled() throws IOException {
        return guarded(() -> {
            while (!cancelled && association.hasMessage()) {
                hear(association.next());
            }
            return cancelled;
        });
    }

    @Override
    public Optional<String> transferSyntaxFor(String abstractSyntaxUid) {
        return contextFor(abstractSyntaxUid).map(PresentationContext::transferSyntaxUid);
    }

    @Override
    public CommandSet ask(Request request) throws IOException {
        var through = contextFor(request.abstractSyntaxUid())
                .orElseThrow(() -> new IllegalArgumentException("no context for " + request.abstractSyntaxUid()));
        var id = association.nextMessageId();
        return guarded(() -> {
            association.send(through.id(), request(request, id), request.dataSet());
            return response(id);
        });
    }

    @Override
    public Outcome store(OutgoingInstance instance) throws IOException {
        var uid = instance.sopInstanceUid();
        var through = association.agreed().asScu(instance.sopClassUid(), instance.transferSyntaxUid());
        if (through.isEmpty()) {
            return new Outcome(
                    uid,
                    Outcome.Result.NOT_NEGOTIATED,
                    0,
                    "SOP class " + instance.sopClassUid() + " in transfer syntax " + instance.transferSyntaxUid()
                            + " was not agreed");
        }
        try (var content = new Fragments(instance.dataSet().open(), association.longestValue(LONGEST_FRAGMENT))) {
            var id = association.nextMessageId();
            var response = guarded(() -> {
                association.send(through.get().id(), storeRequest(instance, id), Optional.empty());
                association.send(through.get().id(), content, uid);
                return response(id);
            });
            return Outcome.answered(uid, response.status(), response.text(Element.ERROR_COMMENT));
        } catch (Uncompressed.Impossible e) {
            return Outcome.impossible(uid, e);
        } catch (IOException e) {
            if (failure.isPresent()) {
                throw e;
            }
            return new Outcome(uid, Outcome.Result.NOT_READ, 0, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] storeRequest(OutgoingInstance instance, int id) {
        return new CommandElements()
                .put(Element.AFFECTED_SOP_CLASS_UID, instance.sopClassUid())
                .put(Element.COMMAND_FIELD, CommandSet.C_STORE_RQ)
                .put(Element.MESSAGE_ID, id)
                .put(Element.PRIORITY, MEDIUM)
                .put(Element.COMMAND_DATA_SET_TYPE, CommandSet.A_DATA_SET)
                .put(Element.AFFECTED_SOP_INSTANCE_UID, instance.sopInstanceUid())
                .encoded();
    }

    private static byte[] request(Request request, int messageId) {
        return new CommandElements()
                .putAll(request.elements())
                .put(Element.COMMAND_FIELD, request.field())
                .put(Element.MESSAGE_ID, messageId)
                .put(
                        Element.COMMAND_DATA_SET_TYPE,
                        request.dataSet().isPresent() ? CommandSet.A_DATA_SET : CommandSet.NO_DATA_SET)
                .encoded();
    }

    private Optional<PresentationContext> contextFor(String abstractSyntaxUid) {
        return abstractSyntaxUid.equals(context.abstractSyntaxUid())
                ? Optional.of(context)
                : association.agreed().any(abstractSyntaxUid);
    }

    /** Waits for the response to the hub's own message. */
    private CommandSet response(int messageId) throws IOException {
        while (true) {
            var message = association.next();
            var heard = message.command();
            var answersThis = heard.isResponse()
                    && heard.number(Element.MESSAGE_ID_BEING_RESPONDED_TO).orElse(-1) == messageId;
            if (answersThis) {
                message.dataSet().drain();
                return heard;
            }
            hear(message);
        }
    }

    /** What comes while this is going on: most likely a C-CANCEL-RQ for it. */
    private void hear(Association.Message message) throws IOException {
        var heard = message.command();
        if (heard.field() == CommandSet.C_CANCEL_RQ) {
            cancelled |= heard.number(Element.MESSAGE_ID_BEING_RESPONDED_TO).orElse(-1) == command.messageId();
        }
        association.answer(message);
    }

    private interface Talk<T> {
        T go() throws IOException;
    }

    /** Remembers what broke the association, so that nobody goes on as if it had not. */
    private <T> T guarded(Talk<T> talk) throws IOException {
        if (failure.isPresent()) {
            throw new IOException("the association is broken", failure.get());
        }
        try {
            return talk.go();
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
    }
}
