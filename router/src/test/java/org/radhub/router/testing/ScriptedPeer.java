package org.radhub.router.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A storage SCP that does to each instance what a test tells it to, as a peer that is full, slow or broken would. */
public final class ScriptedPeer implements AutoCloseable {
    private static final int MAX_PDU = 16 << 10;

    /** What to do with one C-STORE request. */
    public sealed interface Reaction {}

    public record Answer(int status, String comment) implements Reaction {}

    /** Reads nothing more, and says nothing. */
    public record Stall() implements Reaction {}

    /** A-ABORT after the first part of the data set. */
    public record Abort() implements Reaction {}

    /** The connection ends without a word after the data set was read. */
    public record Vanish() implements Reaction {}

    /** Answers when the latch opens. */
    public record Wait(CountDownLatch latch) implements Reaction {}

    @FunctionalInterface
    public interface Script {
        /** @param nth how many requests for this instance came before this one */
        Reaction react(String sopInstanceUid, int nth);
    }

    public static final Reaction KEEP = new Answer(0, "");

    /** Instances that were received to their end and answered with success, in that order. */
    public final List<String> kept = new CopyOnWriteArrayList<>();
    /** Each C-STORE request, in the order that they came. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    public final Map<String, byte[]> dataSets = new ConcurrentHashMap<>();
    public final AtomicInteger associations = new AtomicInteger();
    public volatile Script script = (uid, nth) -> KEEP;
    /** SOP classes for which no presentation context is accepted. */
    public volatile Set<String> unknown = Set.of();

    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ServerSocket server;

    public ScriptedPeer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        closed.countDown();
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                daemon(() -> converse(socket));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            new Talk(socket).run();
        } catch (SocketException | EOFException e) {
            open.remove(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "scripted-peer");
        thread.setDaemon(true);
        thread.start();
    }

    /** One association. */
    private final class Talk {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        Talk(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        void run() throws IOException {
            while (true) {
                var type = in.read();
                if (type < 0) {
                    return;
                }
                in.readByte();
                var body = new byte[in.readInt()];
                in.readFully(body);
                switch (type) {
                    case 1 -> {
                        associations.incrementAndGet();
                        out.write(pdu(2, accepted(ByteBuffer.wrap(body))));
                    }
                    case 4 -> {
                        if (!message(body)) {
                            return;
                        }
                    }
                    case 5 -> {
                        out.write(pdu(6, new byte[4]));
                        return;
                    }
                    default -> {
                        return;
                    }
                }
            }
        }

        /** A command has come, in one PDV of one PDU; false when the association is to end. */
        private boolean message(byte[] body) throws IOException {
            var context = body[4];
            var command = new Command(body, 6);
            if (command.number(0x0100) != 1) {
                out.write(response(context, command, 0, ""));
                return true;
            }
            var uid = command.text(0x1000);
            requests.add(uid);
            var nth = counts.computeIfAbsent(uid, u -> new AtomicInteger()).getAndIncrement();
            var reaction = script.react(uid, nth);
            if (reaction instanceof Stall) {
                // The socket stays open, and nothing is read from it.
                await(closed);
                return false;
            }
            var dataSet = dataSet(reaction instanceof Abort);
            if (reaction instanceof Abort) {
                out.write(pdu(7, new byte[] {0, 0, 0, 0}));
                return false;
            }
            if (reaction instanceof Vanish) {
                return false;
            }
            if (reaction instanceof Wait wait) {
                await(wait.latch());
            }
            var answer = reaction instanceof Answer told ? told : (Answer) KEEP;
            if (answer.status() == 0) {
                dataSets.put(uid, dataSet);
                kept.add(uid);
            }
            out.write(response(context, command, answer.status(), answer.comment()));
            return true;
        }

        private byte[] dataSet(boolean firstPartOnly) throws IOException {
            var bytes = new ByteArrayOutputStream();
            while (true) {
                if (in.readByte() != 4) {
                    throw new EOFException("the data set was cut short");
                }
                in.readByte();
                var pdu = new byte[in.readInt()];
                in.readFully(pdu);
                bytes.write(pdu, 6, pdu.length - 6);
                if (firstPartOnly || (pdu[5] & 2) != 0) {
                    return bytes.toByteArray();
                }
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A command set in Implicit VR Little Endian. */
    private static final class Command {
        private final Map<Integer, byte[]> values = new ConcurrentHashMap<>();

        Command(byte[] bytes, int from) {
            var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(from);
            while (in.hasRemaining()) {
                in.getShort();
                var element = Short.toUnsignedInt(in.getShort());
                var value = new byte[in.getInt()];
                in.get(value);
                values.put(element, value);
            }
        }

        int number(int element) {
            return Short.toUnsignedInt(ByteBuffer.wrap(values.get(element))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getShort());
        }

        String text(int element) {
            return new String(values.get(element), StandardCharsets.US_ASCII)
                    .replace('\0', ' ')
                    .strip();
        }
    }

    private byte[] accepted(ByteBuffer in) {
        var out = new ByteArrayOutputStream();
        var head = new byte[68];
        in.get(head);
        out.writeBytes(head);
        out.writeBytes(item(0x10, "1.2.840.10008.3.1.1.1".getBytes(StandardCharsets.US_ASCII)));
        while (in.hasRemaining()) {
            var type = in.get();
            in.get();
            var item = new byte[in.getShort()];
            in.get(item);
            if (type == 0x20) {
                out.writeBytes(item(0x21, context(item)));
            }
        }
        var max = item(0x51, ByteBuffer.allocate(4).putInt(MAX_PDU).array());
        out.writeBytes(item(0x50, max));
        return out.toByteArray();
    }

    private byte[] context(byte[] proposed) {
        var in = ByteBuffer.wrap(proposed).position(4);
        var abstractSyntax = text(in);
        var transferSyntax = text(in);
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {proposed[0], 0, (byte) (unknown.contains(abstractSyntax) ? 3 : 0), 0});
        out.writeBytes(item(0x40, transferSyntax.getBytes(StandardCharsets.US_ASCII)));
        return out.toByteArray();
    }

    private static String text(ByteBuffer in) {
        in.getShort();
        var text = new byte[in.getShort()];
        in.get(text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static byte[] response(byte context, Command command, int status, String comment) {
        var set = new ByteArrayOutputStream();
        set.writeBytes(element(0x0100, number(command.number(0x0100) | 0x8000)));
        set.writeBytes(element(0x0120, number(command.number(0x0110))));
        set.writeBytes(element(0x0800, number(0x0101)));
        set.writeBytes(element(0x0900, number(status)));
        if (!comment.isEmpty()) {
            var even = comment.length() % 2 == 0 ? comment : comment + " ";
            set.writeBytes(element(0x0902, even.getBytes(StandardCharsets.US_ASCII)));
        }
        var value = ByteBuffer.allocate(set.size() + 6)
                .putInt(set.size() + 2)
                .put(context)
                .put((byte) 3)
                .put(set.toByteArray())
                .array();
        return pdu(4, value);
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

    private static byte[] element(int element, byte[] value) {
        return ByteBuffer.allocate(8 + value.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0)
                .putShort((short) element)
                .putInt(value.length)
                .put(value)
                .array();
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }
}
