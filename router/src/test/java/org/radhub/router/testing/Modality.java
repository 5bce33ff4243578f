package org.radhub.router.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
    private static final int NO_DATA_SET = 0x0101;
    private static final int MAX_PDU = 64 << 10;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final Map<String, Integer> contexts = new HashMap<>();
    private String transferSyntax = EXPLICIT;
    private int messageId;

    /** SCP/SCU role selection items of an association that the hub opened: abstract syntax, then the two roles. */
    public String roles = "";

    private Modality(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** @param command elements of the command set by number, in little endian */
    public record Message(int context, Map<Integer, byte[]> command, Attributes dataSet) {
        public int number(int element) {
            var value = command.get(element);
            return value == null
                    ? -1
                    : Short.toUnsignedInt(ByteBuffer.wrap(value)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getShort());
        }

        public String text(int element) {
            return new String(command.getOrDefault(element, new byte[0]), StandardCharsets.US_ASCII)
                    .replace('\0', ' ')
                    .strip();
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
        var modality = new Modality(new Socket(InetAddress.getLoopbackAddress(), port));
        modality.associate(aeTitle, abstractSyntaxes);
        return modality;
    }

    /** Is called by the hub, and takes whatever roles it proposes. */
    public static Modality called(ServerSocket server) throws IOException {
        server.setSoTimeout(30_000);
        var modality = new Modality(server.accept());
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
        out.write(pdu(4, value(context, 2, dataSet.encoded(transferSyntax, "ISO_IR 192"))));
        return next();
    }

    /** Answers a request of the hub. */
    public void answer(Message request, int status) throws IOException {
        send(
                request.context(),
                new TreeMap<>(Map.of(
                        0x0100,
                        request.field() | 0x8000,
                        0x0120,
                        request.number(0x0110),
                        0x0800,
                        NO_DATA_SET,
                        0x0900,
                        status)));
    }

    public Message next() throws IOException {
        var context = new int[1];
        var command = elements(message(context));
        var heard = new Message(context[0], command, Attributes.empty());
        if (heard.number(0x0800) == NO_DATA_SET) {
            return heard;
        }
        try {
            return new Message(context[0], command, Attributes.read(message(context), transferSyntax));
        } catch (Attributes.Malformed e) {
            throw new IOException(e);
        }
    }

    public void release() throws IOException {
        out.write(pdu(5, new byte[4]));
        if (in.read() != 6) {
            throw new IOException("not released");
        }
    }

    /** Waits for the hub's A-RELEASE-RQ, and answers it. */
    public void beReleased() throws IOException {
        if (in.read() != 5) {
            throw new IOException("not asked for release");
        }
        out.write(pdu(6, new byte[4]));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void associate(String aeTitle, String... abstractSyntaxes) throws IOException {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes(ascii("%-16s%-16s".formatted("RADHUB", aeTitle)));
        body.writeBytes(new byte[32]);
        body.writeBytes(item(0x10, ascii("1.2.840.10008.3.1.1.1")));
        var id = 1;
        for (var uid : abstractSyntaxes) {
            contexts.put(uid, id);
            var context = new ByteArrayOutputStream();
            context.writeBytes(new byte[] {(byte) id, 0, 0, 0});
            context.writeBytes(item(0x30, ascii(uid)));
            context.writeBytes(item(0x40, ascii(EXPLICIT)));
            body.writeBytes(item(0x20, context.toByteArray()));
            id += 2;
        }
        body.writeBytes(
                item(0x50, item(0x51, ByteBuffer.allocate(4).putInt(MAX_PDU).array())));
        out.write(pdu(1, body.toByteArray()));
        if (in.read() != 2) {
            throw new IOException("not accepted");
        }
        in.readByte();
        in.readFully(new byte[in.readInt()]);
    }

    private void accept() throws IOException {
        if (in.read() != 1) {
            throw new IOException("not called");
        }
        in.readByte();
        var body = new byte[in.readInt()];
        in.readFully(body);
        var items = ByteBuffer.wrap(body).position(68);
        var answer = new ByteArrayOutputStream();
        answer.write(body, 0, 68);
        while (items.hasRemaining()) {
            var type = items.get();
            items.get();
            var item = new byte[items.getShort()];
            items.get(item);
            switch (type) {
                case 0x10 -> answer.writeBytes(item(0x10, item));
                case 0x20 -> answer.writeBytes(item(0x21, accepted(item)));
                case 0x50 -> answer.writeBytes(item(0x50, user(item)));
                default -> {}
            }
        }
        out.write(pdu(2, answer.toByteArray()));
    }

    private byte[] accepted(byte[] proposed) {
        var in = ByteBuffer.wrap(proposed).position(4);
        in.getShort();
        contexts.put(text(in), (int) proposed[0]);
        in.getShort();
        transferSyntax = text(in);
        var context = new ByteArrayOutputStream();
        context.writeBytes(new byte[] {proposed[0], 0, 0, 0});
        context.writeBytes(item(0x40, ascii(transferSyntax)));
        return context.toByteArray();
    }

    private byte[] user(byte[] proposed) {
        var user = new ByteArrayOutputStream();
        user.writeBytes(item(0x51, ByteBuffer.allocate(4).putInt(MAX_PDU).array()));
        var in = ByteBuffer.wrap(proposed);
        while (in.hasRemaining()) {
            var type = in.get();
            in.get();
            var item = new byte[in.getShort()];
            in.get(item);
            if (type == 0x54) {
                var role = ByteBuffer.wrap(item);
                roles += text(role) + " " + role.get() + role.get();
                user.writeBytes(item(0x54, item));
            }
        }
        return user.toByteArray();
    }

    private static String text(ByteBuffer in) {
        var text = new byte[in.getShort()];
        in.get(text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private void send(int context, Map<Integer, Object> elements) throws IOException {
        var command = new ByteArrayOutputStream();
        elements.forEach((element, value) -> {
            var bytes = value instanceof Integer number
                    ? new byte[] {(byte) (int) number, (byte) (number >> 8)}
                    : ascii(value.toString().length() % 2 == 0 ? value.toString() : value + "\0");
            command.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) 0)
                    .putShort((short) (int) element)
                    .putInt(bytes.length)
                    .array());
            command.writeBytes(bytes);
        });
        out.write(pdu(4, value(context, 3, command.toByteArray())));
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
            context[0] = body[4];
            bytes.write(body, 6, body.length - 6);
            if ((body[5] & 2) != 0) {
                return bytes.toByteArray();
            }
        }
    }

    private static Map<Integer, byte[]> elements(byte[] bytes) {
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

    private static byte[] value(int context, int control, byte[] value) {
        return ByteBuffer.allocate(6 + value.length)
                .putInt(2 + value.length)
                .put((byte) context)
                .put((byte) control)
                .put(value)
                .array();
    }

    private static byte[] pdu(int type, byte[] body) {
        return ByteBuffer.allocate(6 + body.length)
                .put((byte) type)
                .put((byte) 0)
                .putInt(body.length)
                .put(body)
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

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
