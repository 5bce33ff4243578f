package org.radhub.router.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    private static final int C_STORE_RSP = 0x8001;
    private static final int MAX_PDU = 64 << 10;
    private static final int REQUEST_CONTEXT = 1;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String sopClass;
    private final String transferSyntax;

    /** What it was sent by C-STORE, by SOP Instance UID. */
    public final Map<String, byte[]> received = new TreeMap<>();
    /** What it answers to a C-STORE. */
    public int storeStatus;

    /** @param message elements of the command set, numbers in little endian */
    public record Answer(Map<Integer, byte[]> message, byte[] dataSet, String transferSyntax) {
        public int number(int element) {
            var value = message.get(element);
            return value == null
                    ? -1
                    : Short.toUnsignedInt(ByteBuffer.wrap(value)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getShort());
        }

        public String text(int element) {
            return new String(message.getOrDefault(element, new byte[0]), StandardCharsets.US_ASCII)
                    .replace('\0', ' ')
                    .strip();
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

    /** An abstract syntax that is to be received by C-STORE, in one transfer syntax. */
    public record Taken(String sopClass, String transferSyntax) {}

    public Workstation(int port, String calling, String sopClass, String transferSyntax, Taken... taken)
            throws IOException {
        this.sopClass = sopClass;
        this.transferSyntax = transferSyntax;
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(pdu(1, associate(calling, taken)));
        if (in.read() != 2) {
            throw new IOException("not accepted");
        }
        in.readByte();
        in.readFully(new byte[in.readInt()]);
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
        command.writeBytes(element(0x0002, uid(sopClass)));
        command.writeBytes(element(0x0100, number(field)));
        command.writeBytes(element(0x0110, number(5)));
        if (!destination.isEmpty()) {
            command.writeBytes(element(0x0600, "%-16s".formatted(destination).getBytes(StandardCharsets.US_ASCII)));
        }
        command.writeBytes(element(0x0700, number(0)));
        command.writeBytes(element(0x0800, number(1)));
        out.write(pdu(4, value(REQUEST_CONTEXT, 3, command.toByteArray())));
        for (var from = 0; from < Math.max(1, dataSet.length); from += MAX_PDU) {
            var length = Math.min(MAX_PDU, dataSet.length - from);
            var part = new byte[length];
            System.arraycopy(dataSet, from, part, 0, length);
            out.write(pdu(4, value(REQUEST_CONTEXT, from + length == dataSet.length ? 2 : 0, part)));
        }
    }

    public void cancel() throws IOException {
        var command = new ByteArrayOutputStream();
        command.writeBytes(element(0x0100, number(0x0FFF)));
        command.writeBytes(element(0x0120, number(5)));
        command.writeBytes(element(0x0800, number(0x0101)));
        out.write(pdu(4, value(REQUEST_CONTEXT, 3, command.toByteArray())));
    }

    /** The next response. Instances that come before it are taken. */
    public Answer next() throws IOException {
        while (true) {
            var context = new int[1];
            var message = command(message(context));
            var answer = new Answer(message, new byte[0], transferSyntax);
            if (answer.number(0x0800) != 0x0101) {
                answer = new Answer(message, message(context), transferSyntax);
            }
            if (answer.number(0x0100) != 0x0001) {
                return answer;
            }
            received.put(answer.text(0x1000), answer.dataSet());
            out.write(pdu(4, value(context[0], 3, stored(answer))));
        }
    }

    public void release() throws IOException {
        out.write(pdu(5, new byte[4]));
        if (in.read() != 6) {
            throw new IOException("not released");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] stored(Answer request) {
        var command = new ByteArrayOutputStream();
        command.writeBytes(element(0x0100, number(C_STORE_RSP)));
        command.writeBytes(element(0x0120, number(request.number(0x0110))));
        command.writeBytes(element(0x0800, number(0x0101)));
        command.writeBytes(element(0x0900, number(storeStatus)));
        return command.toByteArray();
    }

    private byte[] message(int[] context) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            var type = in.readByte();
            if (type != 4) {
                throw new IOException("a PDU of type " + type);
            }
            in.readByte();
            var body = new byte[in.readInt()];
            in.readFully(body);
            for (var at = 0; at < body.length; ) {
                var length = ByteBuffer.wrap(body).getInt(at);
                context[0] = body[at + 4];
                bytes.write(body, at + 6, length - 2);
                if ((body[at + 5] & 2) != 0) {
                    if (at + 4 + length != body.length) {
                        throw new IOException("several messages in one PDU");
                    }
                    return bytes.toByteArray();
                }
                at += 4 + length;
            }
        }
    }

    private static Map<Integer, byte[]> command(byte[] bytes) {
        var values = new TreeMap<Integer, byte[]>();
        var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            in.getShort();
            var element = Short.toUnsignedInt(in.getShort());
            var value = new byte[in.getInt()];
            in.get(value);
            values.put(element, value);
        }
        return values;
    }

    private byte[] associate(String calling, Taken... taken) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes("%-16s%-16s".formatted("RADHUB", calling).getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(new byte[32]);
        body.writeBytes(item(0x10, "1.2.840.10008.3.1.1.1".getBytes(StandardCharsets.US_ASCII)));
        body.writeBytes(context(REQUEST_CONTEXT, sopClass, transferSyntax));
        var user = new ByteArrayOutputStream();
        user.writeBytes(item(0x51, ByteBuffer.allocate(4).putInt(MAX_PDU).array()));
        var id = REQUEST_CONTEXT;
        for (var one : taken) {
            id += 2;
            body.writeBytes(context(id, one.sopClass, one.transferSyntax));
            var uid = one.sopClass.getBytes(StandardCharsets.US_ASCII);
            user.writeBytes(item(
                    0x54,
                    ByteBuffer.allocate(uid.length + 4)
                            .putShort((short) uid.length)
                            .put(uid)
                            .put((byte) 0)
                            .put((byte) 1)
                            .array()));
        }
        body.writeBytes(item(0x50, user.toByteArray()));
        return body.toByteArray();
    }

    private static byte[] context(int id, String abstractSyntax, String transferSyntax) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {(byte) id, 0, 0, 0});
        body.writeBytes(item(0x30, abstractSyntax.getBytes(StandardCharsets.US_ASCII)));
        body.writeBytes(item(0x40, transferSyntax.getBytes(StandardCharsets.US_ASCII)));
        return item(0x20, body.toByteArray());
    }

    private static byte[] pdu(int type, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
                .array();
    }

    private static byte[] value(int context, int control, byte[] bytes) {
        return ByteBuffer.allocate(6 + bytes.length)
                .putInt(bytes.length + 2)
                .put((byte) context)
                .put((byte) control)
                .put(bytes)
                .array();
    }

    private static byte[] item(int type, byte[] body) {
        return ByteBuffer.allocate(4 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putShort((short) body.length)
                .put(body)
                .array();
    }

    private static byte[] element(int element, byte[] value) {
        return ByteBuffer.allocate(8 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0)
                .putShort((short) element)
                .putInt(value.length)
                .put(value)
                .array();
    }

    private static byte[] uid(String uid) {
        return (uid.length() % 2 == 0 ? uid : uid + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }
}
