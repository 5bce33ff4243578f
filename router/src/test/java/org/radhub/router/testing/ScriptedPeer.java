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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

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

    /** Answers with success when the latch opens, or after this time. */
    public record Wait(CountDownLatch latch, Duration most) implements Reaction {
        /** Longer than any test. */
        public Wait(CountDownLatch latch) {
            this(latch, Duration.ofHours(1));
        }
    }

    @FunctionalInterface
    public interface Script {
        /** @param nth how many requests for this instance came before this one */
        Reaction react(String sopInstanceUid, int nth);
    }

    public static final Reaction KEEP = new Answer(0, "");

    /** How it answers an A-ASSOCIATE-RQ. */
    public enum Greeting {
        ACCEPT,
        REJECT,
        /** It accepts the connection, and says nothing for ever. */
        SILENCE
    }

    public volatile Greeting greeting = Greeting.ACCEPT;

    /** Instances that were received to their end and answered with success, in that order. */
    public final List<String> kept = new CopyOnWriteArrayList<>();
    /** Each C-STORE request, in the order that they came. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    /** On whose behalf each instance came, as AE title and message ID of a C-MOVE; those that came on the hub's own are not in it. */
    public final Map<String, String> originators = new ConcurrentHashMap<>();

    public final Map<String, byte[]> dataSets = new ConcurrentHashMap<>();
    public final AtomicInteger associations = new AtomicInteger();
    public volatile Script script = (uid, nth) -> KEEP;
    /** SOP classes for which no presentation context is accepted. */
    public volatile Set<String> unknown = Set.of();

    /** Of the instances that storage commitment is asked for, those that are not kept; without it, commitment is not offered. */
    public volatile Optional<UnaryOperator<Set<String>>> commitment = Optional.empty();
    /** Whether it aborts the association when it is asked for storage commitment. */
    public volatile boolean abortsCommitment;
    /** Whether the connection ends without a word once it has taken a request for storage commitment. */
    public volatile boolean leavesCommitment;
    /** Whether it reports in the association in which it was asked. */
    public volatile boolean reportsAtOnce = true;
    /** What it says in its report that it reports on, when it is asked for this. */
    public volatile UnaryOperator<String> reportedTransaction = asked -> asked;
    /** Transaction UIDs of the commitments that were asked for. */
    public final List<String> transactions = new CopyOnWriteArrayList<>();
    /** Statuses with which its reports were answered. */
    public final List<Integer> reportAnswers = new CopyOnWriteArrayList<>();
    /** The most associations that were open at once. */
    public final AtomicInteger mostOpen = new AtomicInteger();

    private final Set<Socket> talking = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ServerSocket server;

    public ScriptedPeer() throws IOException {
        this(0);
    }

    public ScriptedPeer(int port) throws IOException {
        this(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    }

    /** @param server accepts its connections, over TLS perhaps */
    public ScriptedPeer(ServerSocket server) {
        this.server = server;
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
        talking.add(socket);
        mostOpen.accumulateAndGet(talking.size(), Math::max);
        try (socket) {
            new Talk(socket).run();
        } catch (SocketException | SSLException | EOFException e) {
            open.remove(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            talking.remove(socket);
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
                        if (greeting != Greeting.ACCEPT) {
                            turnAway();
                            return;
                        }
                        out.write(Messages.pdu(2, accepted(ByteBuffer.wrap(body))));
                    }
                    case 4 -> {
                        if (!message(body)) {
                            return;
                        }
                    }
                    case 5 -> {
                        // Before it hears of it and calls again.
                        talking.remove(socket);
                        out.write(Messages.pdu(6, new byte[4]));
                        return;
                    }
                    default -> {
                        return;
                    }
                }
            }
        }

        private void turnAway() throws IOException {
            if (greeting == Greeting.SILENCE) {
                await(closed, Duration.ofHours(1));
            } else {
                // PS3.8 9.3.4: rejected permanent, service user, calling AE title not recognized.
                out.write(Messages.pdu(3, new byte[] {0, 1, 1, 3}));
            }
        }

        /** A command has come, in one PDV of one PDU; false when the association is to end. */
        private boolean message(byte[] body) throws IOException {
            var context = body[4];
            var command = new Messages.Command(body, 6);
            if (command.number(0x0100) == 0x0130) {
                return commit(context, command);
            }
            if (command.number(0x0100) == 0x8100) {
                reportAnswers.add(command.number(0x0900));
                return true;
            }
            if (command.number(0x0100) != 1) {
                out.write(Messages.response(context, command, 0, ""));
                return true;
            }
            var uid = command.text(0x1000);
            requests.add(uid);
            if (!command.text(0x1030).isEmpty()) {
                originators.put(uid, command.text(0x1030) + " " + command.number(0x1031));
            }
            var nth = counts.computeIfAbsent(uid, u -> new AtomicInteger()).getAndIncrement();
            var reaction = script.react(uid, nth);
            if (reaction instanceof Stall) {
                // The socket stays open, and nothing is read from it.
                await(closed, Duration.ofHours(1));
                return false;
            }
            var dataSet = dataSet(reaction instanceof Abort);
            if (reaction instanceof Abort) {
                out.write(Messages.pdu(7, new byte[] {0, 0, 0, 0}));
                return false;
            }
            if (reaction instanceof Vanish) {
                return false;
            }
            if (reaction instanceof Wait wait) {
                await(wait.latch(), wait.most());
            }
            var answer = reaction instanceof Answer told ? told : (Answer) KEEP;
            if (answer.status() == 0 || answer.status() >> 12 == 0xB) {
                dataSets.put(uid, dataSet);
                kept.add(uid);
            }
            out.write(Messages.response(context, command, answer.status(), answer.comment()));
            return true;
        }

        /** N-ACTION, and N-EVENT-REPORT (PS3.4 annex J). */
        private boolean commit(byte context, Messages.Command command) throws IOException {
            var asked = dataSet(false);
            if (abortsCommitment) {
                out.write(Messages.pdu(7, new byte[] {0, 0, 0, 0}));
                return false;
            }
            var transaction = Messages.uids(asked, 0x1195).get(0);
            transactions.add(transaction);
            out.write(Messages.response(context, command, 0, ""));
            if (leavesCommitment) {
                return false;
            }
            if (reportsAtOnce) {
                var kept = new TreeSet<>(Messages.uids(asked, 0x1155));
                var lost = commitment.orElseThrow().apply(kept);
                kept.removeAll(lost);
                out.write(Messages.pdata(context, 3, Messages.reportCommand(lost.isEmpty() ? 1 : 2)));
                out.write(Messages.pdata(
                        context, 2, Messages.report(reportedTransaction.apply(transaction), kept, lost)));
            }
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

    private static void await(CountDownLatch latch, Duration most) {
        try {
            latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] accepted(ByteBuffer in) {
        var out = new ByteArrayOutputStream();
        var head = new byte[68];
        in.get(head);
        out.writeBytes(head);
        out.writeBytes(Messages.item(0x10, "1.2.840.10008.3.1.1.1".getBytes(StandardCharsets.US_ASCII)));
        while (in.hasRemaining()) {
            var type = in.get();
            in.get();
            var item = new byte[in.getShort()];
            in.get(item);
            if (type == 0x20) {
                out.writeBytes(context(item));
            }
        }
        var max = Messages.item(0x51, ByteBuffer.allocate(4).putInt(MAX_PDU).array());
        out.writeBytes(Messages.item(0x50, max));
        return out.toByteArray();
    }

    private boolean offers(String abstractSyntax) {
        return !unknown.contains(abstractSyntax)
                && (commitment.isPresent() || !abstractSyntax.equals("1.2.840.10008.1.20.1"));
    }

    private byte[] context(byte[] proposed) {
        var context = Messages.Proposed.of(proposed);
        return Messages.contextAnswer(context.id(), offers(context.abstractSyntax()) ? 0 : 3, context.transferSyntax());
    }
}
