package org.radhub.router.association;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.radhub.router.testing.Messages;

/** A peer that says exactly what a test wants it to, byte for byte, honest or not. Every wait of it ends after 30 seconds. */
final class Peer implements AutoCloseable {
    static final String CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";
    static final String VERIFICATION = "1.2.840.10008.1.1";
    static final String EXPLICIT = "1.2.840.10008.1.2.1";
    static final int STORE_CONTEXT = 1;
    static final int ECHO_CONTEXT = 3;
    /** The peer has closed or reset the connection. */
    static final int END = -1;

    final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    Peer(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    Peer(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    static Peer associated(int port, String calling, String called) throws IOException {
        return associated(new Peer(port), calling, called);
    }

    static Peer associated(Peer peer, String calling, String called) throws IOException {
        peer.send(associateRequest(calling, called));
        var answer = peer.receive();
        if (answer.type() != Pdu.A_ASSOCIATE_AC) {
            throw new IOException("answered by a PDU of type " + answer.type());
        }
        return peer;
    }

    record Answer(int type, byte[] body) {
        /** Source and reason of an A-ABORT, result and so on of an A-ASSOCIATE-RJ: the last three bytes. */
        String code() {
            return body[1] + "/" + body[2] + "/" + body[3];
        }

        /** Of the C-STORE or C-ECHO response in a P-DATA-TF. */
        int status() {
            return number(0x0900);
        }

        String comment() {
            return text(0x0902);
        }

        int number(int element) {
            return Short.toUnsignedInt(ByteBuffer.wrap(element(element))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getShort());
        }

        String text(int element) {
            return new String(element(element), StandardCharsets.US_ASCII)
                    .replace('\0', ' ')
                    .strip();
        }

        private byte[] element(int wanted) {
            var in = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).position(6);
            while (in.hasRemaining()) {
                in.getShort();
                var element = Short.toUnsignedInt(in.getShort());
                var value = new byte[in.getInt()];
                in.get(value);
                if (element == wanted) {
                    return value;
                }
            }
            return new byte[0];
        }
    }

    void send(byte[]... parts) throws IOException {
        for (var part : parts) {
            out.write(part);
        }
        out.flush();
    }

    /** The next PDU; of type END when there is none. */
    Answer receive() throws IOException {
        int type;
        try {
            type = in.read();
        } catch (SocketException e) {
            type = END;
        }
        if (type == END) {
            return new Answer(END, new byte[4]);
        }
        in.readByte();
        var body = new byte[in.readInt()];
        in.readFully(body);
        return new Answer(type, body);
    }

    Answer store(String sopInstanceUid, byte[] dataSet) throws IOException {
        send(storeRequest(sopInstanceUid), pdata(STORE_CONTEXT, Pdu.LAST, dataSet));
        return receive();
    }

    Answer echo() throws IOException {
        send(pdata(ECHO_CONTEXT, Pdu.COMMAND | Pdu.LAST, command(0x0030, VERIFICATION, "", false)));
        return receive();
    }

    Answer release() throws IOException {
        send(pdu(Pdu.A_RELEASE_RQ, new byte[4]));
        return receive();
    }

    static byte[] storeRequest(String sopInstanceUid) {
        return pdata(STORE_CONTEXT, Pdu.COMMAND | Pdu.LAST, command(0x0001, CT_IMAGE, sopInstanceUid, true));
    }

    static byte[] pdata(int contextId, int control, byte[] value) {
        return Messages.pdata(contextId, control, value);
    }

    static byte[] pdv(int contextId, int control, byte[] value) {
        return Messages.pdv(contextId, control, value);
    }

    static byte[] pdu(int type, byte[] body) {
        return Messages.pdu(type, body);
    }

    static byte[] command(int field, String sopClass, String sopInstance, boolean dataSet) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(element(0x0002, Messages.uid(sopClass)));
        out.writeBytes(element(0x0100, Messages.number(field)));
        out.writeBytes(element(0x0110, Messages.number(7)));
        out.writeBytes(element(0x0800, Messages.number(dataSet ? 0 : 0x0101)));
        if (!sopInstance.isEmpty()) {
            out.writeBytes(element(0x1000, Messages.uid(sopInstance)));
        }
        return out.toByteArray();
    }

    static byte[] element(int element, byte[] value) {
        return Messages.element(element, value);
    }

    static byte[] associateRequest(String calling, String called) {
        return associateRequest(calling, called, 16384);
    }

    static byte[] associateRequest(String calling, String called, int maxPduLength) {
        return associateRequest(calling, called, maxPduLength, new byte[0], new byte[0]);
    }

    /**
     * @param contexts further presentation contexts
     * @param roles role selection items
     */
    static byte[] associateRequest(String calling, String called, int maxPduLength, byte[] contexts, byte[] roles) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 1, 0, 0});
        body.writeBytes(title(called));
        body.writeBytes(title(calling));
        body.writeBytes(new byte[32]);
        body.writeBytes(item(0x10, ascii(Pdu.DICOM_APPLICATION_CONTEXT)));
        body.writeBytes(context(STORE_CONTEXT, CT_IMAGE, EXPLICIT));
        body.writeBytes(context(ECHO_CONTEXT, VERIFICATION, SopClasses.IMPLICIT_VR_LITTLE_ENDIAN));
        body.writeBytes(contexts);
        var user = new ByteArrayOutputStream();
        user.writeBytes(item(0x51, ByteBuffer.allocate(4).putInt(maxPduLength).array()));
        user.writeBytes(roles);
        body.writeBytes(item(0x50, user.toByteArray()));
        return pdu(Pdu.A_ASSOCIATE_RQ, body.toByteArray());
    }

    static byte[] context(int id, String abstractSyntax, String... transferSyntaxes) {
        return Messages.context(id, abstractSyntax, transferSyntaxes);
    }

    static byte[] role(String abstractSyntax, int scu, int scp) {
        return Messages.role(abstractSyntax, scu, scp);
    }

    static byte[] item(int type, byte[] value) {
        return Messages.item(type, value);
    }

    static byte[] ascii(String text) {
        return Messages.ascii(text);
    }

    private static byte[] title(String title) {
        return ascii("%-16s".formatted(title));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
