package org.radhub.router.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.radhub.storage.Attributes;

/**
 * A scanner that says what a test tells it to, in an association that it opened or that the hub did. Presentation contexts are numbered 1, 3
 * and so on, in Explicit VR Little Endian where it opens, and in what the hub proposes first where it does not. Every wait ends after 30 seconds.
 */
public final class Modality implements AutoCloseable {
    public static final int N_EVENT_REPORT = 0x0100;
    public static final int N_SET = 0x0120;
    public static final int N_ACTION = 0x0130;
    public static final int N_CREATE = 0x0140;
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";

    private final Wire wire;
    private final Map<String, Integer> contexts = new HashMap<>();
    private String transferSyntax = EXPLICIT;
    private int messageId;

    /** SCP/SCU role selection items of an association that the hub opened: abstract syntax, then the two roles. */
    public String roles = "";

    private Modality(Wire wire) {
        this.wire = wire;
    }

    /** A message that the hub sent. */
    public record Message(int context, Messages.Command command, Attributes dataSet) {
        public int number(int element) {
            return command.number(element);
        }

        public String text(int element) {
            return command.text(element);
        }

        public int field() {
            return number(0x0100);
        }

        public int status() {
            return number(0x0900);
        }
    }

    /** Calls the hub. */
    public static Modality calling(int port, String aeTitle, String... abstractSyntaxes) throws IOException {
        return calling(Wire.to(port), aeTitle, abstractSyntaxes);
    }

    /** Calls the hub from this address on loopback. */
    public static Modality callingFrom(String address, int port, String aeTitle, String... abstractSyntaxes)
            throws IOException {
        return calling(Wire.to(port, address), aeTitle, abstractSyntaxes);
    }

    private static Modality calling(Wire wire, String aeTitle, String... abstractSyntaxes) throws IOException {
        var modality = new Modality(wire);
        modality.associate(aeTitle, abstractSyntaxes);
        return modality;
    }

    /** Is called by the hub, and takes whatever roles it proposes. */
    public static Modality called(ServerSocket server) throws IOException {
        server.setSoTimeout(30_000);
        var modality = new Modality(new Wire(server.accept()));
        modality.accept();
        return modality;
    }

    public Message store(String sopClass, Attributes instance) throws IOException {
        return ask(0x0001, sopClass, Map.of(0x0002, sopClass, 0x0700, 0, 0x1000, instance.text(0x00080018)), instance);
    }

    /** @param elements of the command set: texts are UIDs, numbers are US */
    public Message ask(int field, String abstractSyntax, Map<Integer, Object> elements, Attributes dataSet)
            throws IOException {
        var command = new TreeMap<>(elements);
        command.put(0x0100, field);
        command.put(0x0110, ++messageId);
        command.put(0x0800, 0);
        var context = contexts.get(abstractSyntax);
        send(context, command);
        wire.send(context, 2, dataSet.encoded(transferSyntax, "ISO_IR 192"));
        return next();
    }

    /** Answers a request of the hub. */
    public void answer(Message request, int status) throws IOException {
        wire.send(request.context(), 3, Messages.answer(request.command(), status, ""));
    }

    public Message next() throws IOException {
        var part = wire.next();
        var command = new Messages.Command(part.bytes(), 0);
        try {
            var dataSet =
                    command.hasDataSet() ? Attributes.read(wire.next().bytes(), transferSyntax) : Attributes.empty();
            return new Message(part.context(), command, dataSet);
        } catch (Attributes.Malformed e) {
            throw new IOException(e);
        }
    }

    public void release() throws IOException {
        wire.release();
    }

    /** Waits for the hub's A-RELEASE-RQ, and answers it. */
    public void beReleased() throws IOException {
        wire.receive(5);
        wire.send(6, new byte[4]);
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private void associate(String aeTitle, String... abstractSyntaxes) throws IOException {
        var proposed = new ByteArrayOutputStream();
        var id = 1;
        for (var uid : abstractSyntaxes) {
            contexts.put(uid, id);
            proposed.writeBytes(Messages.context(id, uid, EXPLICIT));
            id += 2;
        }
        wire.send(1, Messages.associate(aeTitle, proposed.toByteArray(), new byte[0]));
        wire.receive(2);
    }

    private void accept() throws IOException {
        var body = wire.receive(1);
        var items = ByteBuffer.wrap(body).position(68);
        var answer = new ByteArrayOutputStream();
        answer.write(body, 0, 68);
        while (items.hasRemaining()) {
            var type = items.get();
            items.get();
            var item = new byte[items.getShort()];
            items.get(item);
            switch (type) {
                case 0x10 -> answer.writeBytes(Messages.item(0x10, item));
                case 0x20 -> answer.writeBytes(accepted(item));
                case 0x50 -> answer.writeBytes(Messages.user(roles(item)));
                default -> {}
            }
        }
        wire.send(2, answer.toByteArray());
    }

    private byte[] accepted(byte[] item) {
        var proposed = Messages.Proposed.of(item);
        contexts.put(proposed.abstractSyntax(), proposed.id());
        transferSyntax = proposed.transferSyntax();
        return Messages.contextAnswer(proposed.id(), 0, transferSyntax);
    }

    private byte[] roles(byte[] proposed) {
        var accepted = new ByteArrayOutputStream();
        var in = ByteBuffer.wrap(proposed);
        while (in.hasRemaining()) {
            var type = in.get();
            in.get();
            var item = new byte[in.getShort()];
            in.get(item);
            if (type == 0x54) {
                var role = ByteBuffer.wrap(item);
                roles += Messages.counted(role) + " " + role.get() + role.get();
                accepted.writeBytes(Messages.item(0x54, item));
            }
        }
        return accepted.toByteArray();
    }

    private void send(int context, Map<Integer, Object> elements) throws IOException {
        var command = new ByteArrayOutputStream();
        elements.forEach((element, value) -> command.writeBytes(Messages.element(
                element, value instanceof Integer number ? Messages.number(number) : Messages.uid(value.toString()))));
        wire.send(context, 3, command.toByteArray());
    }
}
