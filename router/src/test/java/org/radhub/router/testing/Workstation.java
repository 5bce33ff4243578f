package org.radhub.router.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.radhub.storage.Attributes;

/** A service class user on one association, that asks as it is told to, and hears what it is answered. Every wait of it ends after 30 seconds. */
public final class Workstation implements AutoCloseable {
    public static final String IMPLICIT = "1.2.840.10008.1.2";
    public static final String EXPLICIT = "1.2.840.10008.1.2.1";
    public static final int C_FIND = 0x0020;
    public static final int C_MOVE = 0x0021;
    public static final int C_GET = 0x0010;

    /** Of each request. */
    public static final int MESSAGE_ID = 5;

    private static final int REQUEST_CONTEXT = 1;

    private final Wire wire;
    private final String sopClass;
    private final String transferSyntax;

    /** What it was sent by C-STORE, by SOP Instance UID. */
    public final Map<String, byte[]> received = new TreeMap<>();
    /** What it answers to a C-STORE. */
    public int storeStatus;

    /** An answer of the hub. */
    public record Answer(Messages.Command message, byte[] dataSet, String transferSyntax) {
        public int number(int element) {
            return message.number(element);
        }

        public String text(int element) {
            return message.text(element);
        }

        public int status() {
            return number(0x0900);
        }

        public String comment() {
            return text(0x0902);
        }

        public boolean pending() {
            return (status() & 0xFF00) == 0xFF00;
        }

        public Attributes attributes() {
            try {
                return Attributes.read(dataSet, transferSyntax);
            } catch (Attributes.Malformed e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** An abstract syntax that is to be received by C-STORE, in one presentation context with these transfer syntaxes. */
    public record Taken(String sopClass, List<String> transferSyntaxes) {
        public Taken(String sopClass, String transferSyntax) {
            this(sopClass, List.of(transferSyntax));
        }
    }

    public Workstation(int port, String calling, String sopClass, String transferSyntax, Taken... taken)
            throws IOException {
        this.sopClass = sopClass;
        this.transferSyntax = transferSyntax;
        wire = Wire.to(port);
        wire.send(1, associate(calling, taken));
        wire.receive(2);
    }

    /** All answers to a C-FIND, the final one last. */
    public List<Answer> find(Attributes identifier) throws IOException {
        request(C_FIND, identifier.encoded(transferSyntax, "ISO_IR 192"), "");
        return answers();
    }

    /** The identifiers of the matches. */
    public List<Attributes> matches(Attributes identifier) throws IOException {
        return find(identifier).stream()
                .filter(Answer::pending)
                .map(Answer::attributes)
                .toList();
    }

    public List<Answer> move(Attributes identifier, String destination) throws IOException {
        request(C_MOVE, identifier.encoded(transferSyntax, ""), destination);
        return answers();
    }

    /** What comes by C-STORE meanwhile is in {@link #received}. */
    public List<Answer> get(Attributes identifier) throws IOException {
        request(C_GET, identifier.encoded(transferSyntax, ""), "");
        return answers();
    }

    public List<Answer> answers() throws IOException {
        var all = new ArrayList<Answer>();
        do {
            all.add(next());
        } while (all.get(all.size() - 1).pending());
        return all;
    }

    /** @param destination empty for none */
    public void request(int field, byte[] dataSet, String destination) throws IOException {
        var command = new ByteArrayOutputStream();
        command.writeBytes(Messages.element(0x0002, Messages.uid(sopClass)));
        command.writeBytes(Messages.element(0x0100, Messages.number(field)));
        command.writeBytes(Messages.element(0x0110, Messages.number(MESSAGE_ID)));
        if (!destination.isEmpty()) {
            command.writeBytes(
                    Messages.element(0x0600, "%-16s".formatted(destination).getBytes(StandardCharsets.US_ASCII)));
        }
        command.writeBytes(Messages.element(0x0700, Messages.number(0)));
        command.writeBytes(Messages.element(0x0800, Messages.number(1)));
        wire.send(REQUEST_CONTEXT, 3, command.toByteArray());
        for (var from = 0; from < Math.max(1, dataSet.length); from += Messages.MAX_PDU) {
            var length = Math.min(Messages.MAX_PDU, dataSet.length - from);
            var part = new byte[length];
            System.arraycopy(dataSet, from, part, 0, length);
            wire.send(REQUEST_CONTEXT, from + length == dataSet.length ? 2 : 0, part);
        }
    }

    public void cancel() throws IOException {
        var command = new ByteArrayOutputStream();
        command.writeBytes(Messages.element(0x0100, Messages.number(0x0FFF)));
        command.writeBytes(Messages.element(0x0120, Messages.number(MESSAGE_ID)));
        command.writeBytes(Messages.element(0x0800, Messages.number(0x0101)));
        wire.send(REQUEST_CONTEXT, 3, command.toByteArray());
    }

    /** The next response. Instances that come before it are taken. */
    public Answer next() throws IOException {
        while (true) {
            var part = wire.next();
            var message = new Messages.Command(part.bytes(), 0);
            var dataSet = message.hasDataSet() ? wire.next().bytes() : new byte[0];
            var answer = new Answer(message, dataSet, transferSyntax);
            if (answer.number(0x0100) != 0x0001) {
                return answer;
            }
            received.put(answer.text(0x1000), dataSet);
            wire.send(part.context(), 3, Messages.answer(message, storeStatus, ""));
        }
    }

    public void release() throws IOException {
        wire.release();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private byte[] associate(String calling, Taken... taken) {
        var contexts = new ByteArrayOutputStream();
        contexts.writeBytes(Messages.context(REQUEST_CONTEXT, sopClass, transferSyntax));
        var roles = new ByteArrayOutputStream();
        var id = REQUEST_CONTEXT;
        for (var one : taken) {
            id += 2;
            contexts.writeBytes(Messages.context(id, one.sopClass, one.transferSyntaxes.toArray(String[]::new)));
            roles.writeBytes(Messages.role(one.sopClass, 0, 1));
        }
        return Messages.associate(calling, contexts.toByteArray(), roles.toByteArray());
    }
}
