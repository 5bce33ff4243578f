package org.radhub.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An association as storage SCU (PS3.8, PS3.7 9.1.1) with one presentation context. One C-STORE at a time, as scanners do: the
 * next one begins when the last one was answered. For one thread.
 */
final class Association implements AutoCloseable {
    static final String IMPLEMENTATION_CLASS_UID = "2.25.160441530137061523108213540325470201987";

    private static final String APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
    private static final int CONTEXT_ID = 1;
    private static final int COMMAND_LAST = 3;
    private static final int DATA = 0;
    private static final int DATA_LAST = 2;
    private static final int PDU_HEADER = 6;
    private static final int PDV_HEADER = 6;
    /** What is sent in one P-DATA-TF where the peer takes it. */
    private static final int LARGEST_PDU = 1 << 20;

    private final SocketChannel channel;
    private final DataInputStream in;
    private final String sopClassUid;
    private final int dataPerPdu;
    private int messageId;

    /**
     * @param nagle true: Nagle's algorithm stays on, as it does for a sender that does not care
     */
    Association(InetSocketAddress peer, String calling, String called, String sopClassUid, boolean nagle)
            throws IOException {
        this.sopClassUid = sopClassUid;
        this.channel = SocketChannel.open(peer);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, !nagle);
        this.in = new DataInputStream(Channels.newInputStream(channel));
        write(ByteBuffer.wrap(associateRequest(calling, called, sopClassUid)));
        var maximum = maximumLengthOfAcceptance();
        this.dataPerPdu = (maximum == 0 ? LARGEST_PDU : Math.min(maximum, LARGEST_PDU)) - PDV_HEADER;
    }

    /**
     * Sends the data set, and returns when it was answered with success.
     *
     * @param dataSet direct buffer; its bytes from position to limit are sent
     * @throws IOException if it was answered with anything else
     */
    void store(String sopInstanceUid, ByteBuffer dataSet) throws IOException {
        var pdus = (dataSet.remaining() + dataPerPdu - 1) / dataPerPdu;
        var command = storeRequest(sopInstanceUid);
        var parts = new ByteBuffer[1 + 2 * pdus];
        parts[0] = ByteBuffer.allocateDirect(PDU_HEADER + PDV_HEADER + command.length)
                .put(pduHeader(command.length, COMMAND_LAST))
                .put(command)
                .flip();
        for (var pdu = 0; pdu < pdus; pdu++) {
            var from = dataSet.position() + pdu * dataPerPdu;
            var length = Math.min(dataPerPdu, dataSet.limit() - from);
            parts[1 + 2 * pdu] = pduHeader(length, pdu == pdus - 1 ? DATA_LAST : DATA);
            parts[2 + 2 * pdu] = dataSet.slice(from, length);
        }
        var last = parts[parts.length - 1];
        while (last.hasRemaining()) {
            channel.write(parts);
        }
        awaitSuccess(sopInstanceUid);
    }

    /**
     * Sends a data set of any size without having it: the header, and then the filler's bytes again and again.
     *
     * @param valueLength bytes after the header, as it announces them
     */
    void store(String sopInstanceUid, byte[] header, long valueLength, ByteBuffer filler) throws IOException {
        var command = storeRequest(sopInstanceUid);
        write(pduHeader(command.length, COMMAND_LAST), ByteBuffer.wrap(command));
        write(pduHeader(header.length, DATA), ByteBuffer.wrap(header));
        var atOnce = Math.min(dataPerPdu, filler.remaining());
        for (var rest = valueLength; rest > 0; ) {
            var length = (int) Math.min(atOnce, rest);
            rest -= length;
            write(pduHeader(length, rest == 0 ? DATA_LAST : DATA), filler.slice(0, length));
        }
        awaitSuccess(sopInstanceUid);
    }

    /** Releases the association and closes the connection. */
    @Override
    public void close() throws IOException {
        try (channel) {
            write(ByteBuffer.wrap(new byte[] {5, 0, 0, 0, 0, 4, 0, 0, 0, 0}));
            expectPdu(6);
        }
    }

    private void awaitSuccess(String sopInstanceUid) throws IOException {
        var response = new ByteArrayOutputStream();
        for (var last = false; !last; ) {
            var pdu = ByteBuffer.wrap(expectPdu(4));
            while (pdu.hasRemaining()) {
                var length = pdu.getInt();
                pdu.get(); // presentation context ID
                last = (pdu.get() & 2) != 0;
                var fragment = new byte[length - 2];
                pdu.get(fragment);
                response.writeBytes(fragment);
            }
        }
        var status = -1;
        var comment = "";
        var set = ByteBuffer.wrap(response.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        while (set.hasRemaining()) {
            var tag = set.getShort() << 16 | set.getShort() & 0xFFFF;
            var value = new byte[set.getInt()];
            set.get(value);
            if (tag == 0x00000900) {
                status = value[0] & 0xFF | (value[1] & 0xFF) << 8;
            } else if (tag == 0x00000902) {
                comment = new String(value, StandardCharsets.US_ASCII).strip();
            }
        }
        if (status != 0) {
            throw new IOException("%s was answered with status %04X %s".formatted(sopInstanceUid, status, comment));
        }
    }

    private byte[] storeRequest(String sopInstanceUid) {
        messageId = messageId % 0xFFFF + 1;
        var set = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        set.position(12);
        uid(set, 0x0002, sopClassUid);
        number(set, 0x0100, 0x0001); // C-STORE-RQ
        number(set, 0x0110, messageId);
        number(set, 0x0700, 0); // medium priority
        number(set, 0x0800, 0); // a data set follows
        uid(set, 0x1000, sopInstanceUid);
        var end = set.position();
        set.position(0);
        set.putShort((short) 0).putShort((short) 0).putInt(4).putInt(end - 12);
        return Arrays.copyOf(set.array(), end);
    }

    private static void uid(ByteBuffer set, int element, String uid) {
        var even = uid.length() + (uid.length() & 1);
        set.putShort((short) 0).putShort((short) element).putInt(even).put(uid.getBytes(StandardCharsets.US_ASCII));
        if (even > uid.length()) {
            set.put((byte) 0);
        }
    }

    private static void number(ByteBuffer set, int element, int value) {
        set.putShort((short) 0).putShort((short) element).putInt(2).putShort((short) value);
    }

    /** The headers of a P-DATA-TF PDU with one PDV of this many bytes. */
    private static ByteBuffer pduHeader(int length, int control) {
        return ByteBuffer.allocateDirect(PDU_HEADER + PDV_HEADER)
                .put((byte) 4)
                .put((byte) 0)
                .putInt(length + PDV_HEADER)
                .putInt(length + 2)
                .put((byte) CONTEXT_ID)
                .put((byte) control)
                .flip();
    }

    private void write(ByteBuffer... parts) throws IOException {
        var last = parts[parts.length - 1];
        while (last.hasRemaining()) {
            channel.write(parts);
        }
    }

    /** The maximum length (PS3.8 D.1) of the A-ASSOCIATE-AC that is awaited, in bytes; 0 means any. */
    private int maximumLengthOfAcceptance() throws IOException {
        var acceptance = ByteBuffer.wrap(expectPdu(2));
        acceptance.position(68);
        var maximum = 0;
        var accepted = false;
        while (acceptance.remaining() >= 4) {
            var type = acceptance.get();
            acceptance.get();
            var item = acceptance.slice(acceptance.position() + 2, acceptance.getShort() & 0xFFFF);
            acceptance.position(acceptance.position() + item.remaining());
            if (type == 0x21) {
                accepted = item.get(2) == 0;
            }
            while (type == 0x50 && item.remaining() >= 4) {
                var subtype = item.get();
                item.get();
                var length = item.getShort() & 0xFFFF;
                if (subtype == 0x51) {
                    maximum = item.getInt(item.position());
                }
                item.position(item.position() + length);
            }
        }
        if (!accepted) {
            throw new IOException("the peer does not take " + sopClassUid + " in Explicit VR Little Endian");
        }
        return Math.max(0, maximum);
    }

    private byte[] expectPdu(int type) throws IOException {
        var got = in.read();
        if (got < 0) {
            throw new EOFException("the peer closed the connection");
        }
        in.readByte();
        var body = new byte[Math.min(in.readInt(), LARGEST_PDU)];
        in.readFully(body);
        if (got != type) {
            throw new IOException("PDU type " + got + " came instead of " + type);
        }
        return body;
    }

    private static byte[] associateRequest(String calling, String called, String sopClassUid) throws IOException {
        var context = new ByteArrayOutputStream();
        context.writeBytes(new byte[] {CONTEXT_ID, 0, 0, 0});
        item(context, 0x30, ascii(sopClassUid));
        item(context, 0x40, ascii(DataSet.EXPLICIT_VR_LITTLE_ENDIAN));
        var user = new ByteArrayOutputStream();
        item(user, 0x51, ByteBuffer.allocate(4).putInt(16384).array());
        item(user, 0x52, ascii(IMPLEMENTATION_CLASS_UID));
        item(user, 0x55, ascii("RADHUB_BENCH"));
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes(ascii("%-16s%-16s".formatted(called, calling)));
        body.writeBytes(new byte[32]);
        item(body, 0x10, ascii(APPLICATION_CONTEXT));
        item(body, 0x20, context.toByteArray());
        item(body, 0x50, user.toByteArray());
        return ByteBuffer.allocate(PDU_HEADER + body.size())
                .put((byte) 1)
                .put((byte) 0)
                .putInt(body.size())
                .put(body.toByteArray())
                .array();
    }

    private static void item(OutputStream out, int type, byte[] value) throws IOException {
        out.write(type);
        out.write(0);
        out.write(value.length >>> 8);
        out.write(value.length);
        out.write(value);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
