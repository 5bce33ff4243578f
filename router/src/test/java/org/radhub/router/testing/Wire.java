package org.radhub.router.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** An association's connection, from the end of the peer. Every wait ends after 30 seconds. */
final class Wire implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    Wire(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(30_000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static Wire to(int port) throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** @param from address on loopback that the hub sees */
    static Wire to(int port, String from) throws IOException {
        return new Wire(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0));
    }

    /** A command set, or a data set. */
    record Part(int context, byte[] bytes) {}

    void send(int type, byte[] body) throws IOException {
        out.write(Messages.pdu(type, body));
    }

    /** @param control message control header (PS3.8 annex E.2) */
    void send(int context, int control, byte[] value) throws IOException {
        out.write(Messages.pdata(context, control, value));
    }

    /** The body of the next PDU, which has to be of this type. */
    byte[] receive(int type) throws IOException {
        var came = in.readByte();
        in.readByte();
        var body = new byte[in.readInt()];
        in.readFully(body);
        if (came != type) {
            throw new IOException("a PDU of type " + came + " instead of " + type);
        }
        return body;
    }

    /** The next command set or data set, put together from its fragments. */
    Part next() throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (true) {
            var body = receive(4);
            for (var at = 0; at < body.length; ) {
                var length = ByteBuffer.wrap(body).getInt(at);
                bytes.write(body, at + 6, length - 2);
                if ((body[at + 5] & 2) != 0) {
                    if (at + 4 + length != body.length) {
                        throw new IOException("several messages in one PDU");
                    }
                    return new Part(body[at + 4], bytes.toByteArray());
                }
                at += 4 + length;
            }
        }
    }

    void release() throws IOException {
        send(5, new byte[4]);
        receive(6);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
