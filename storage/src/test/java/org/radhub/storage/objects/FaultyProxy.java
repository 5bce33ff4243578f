package org.radhub.storage.objects;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Stands between the hub and an S3 endpoint, and does to their connections what networks and overloaded servers do. */
public final class FaultyProxy implements AutoCloseable {
    /** What it does to whatever passes from now on, on old connections too. */
    public enum Fault {
        NONE,
        REFUSED,
        ERRORS_500,
        SLOW,
        TRUNCATED_ANSWERS,
        /** One of the others, or none, by chance, for each piece that passes. */
        MIXED
    }

    private static final Duration DELAY = Duration.ofMillis(300);
    private static final String BODY =
            "<?xml version=\"1.0\"?><Error><Code>InternalError</Code><Message>try again</Message></Error>";
    private static final String ANSWER_500 = "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/xml\r\n"
            + "Content-Length: " + BODY.length() + "\r\nConnection: close\r\n\r\n" + BODY;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Random random;
    private final int target;
    private final AtomicLong asked = new AtomicLong();
    private volatile Fault fault = Fault.NONE;

    public FaultyProxy(int target, long seed) throws IOException {
        this.target = target;
        this.random = new Random(seed);
        start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public void does(Fault newFault) {
        fault = newFault;
    }

    /** How many bytes of requests have come so far. */
    public long asked() {
        return asked.get();
    }

    private Fault now() {
        if (fault != Fault.MIXED) {
            return fault;
        }
        synchronized (random) {
            var faults = Fault.values();
            return random.nextInt(3) > 0 ? Fault.NONE : faults[random.nextInt(faults.length - 1)];
        }
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (now() == Fault.REFUSED) {
                    client.setSoLinger(true, 0);
                    client.close();
                    continue;
                }
                connect(client);
            } catch (IOException e) {
                // Closed, or the endpoint is away: the client sees a connection that ends.
                Thread.onSpinWait();
            }
        }
    }

    private void connect(Socket client) throws IOException {
        open.add(client);
        try {
            var upstream = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(upstream);
            start(() -> pass(client, upstream, true));
            start(() -> pass(upstream, client, false));
        } catch (IOException e) {
            shut(client);
            throw e;
        }
    }

    private void pass(Socket from, Socket to, boolean request) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            var buffer = new byte[16 << 10];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                asked.addAndGet(request ? count : 0);
                switch (now()) {
                    case REFUSED -> throw new IOException("cut");
                    case SLOW -> LockSupport.parkNanos(DELAY.toNanos());
                    case ERRORS_500 -> {
                        var client = request ? from : to;
                        client.getOutputStream().write(ANSWER_500.getBytes(StandardCharsets.US_ASCII));
                        throw new IOException("answered");
                    }
                    case TRUNCATED_ANSWERS -> {
                        if (!request) {
                            out.write(buffer, 0, count / 2);
                            throw new IOException("cut");
                        }
                    }
                    case NONE, MIXED -> {
                        // As it came.
                    }
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Both ends see it below.
            Thread.onSpinWait();
        } finally {
            shut(from);
            shut(to);
        }
    }

    private void shut(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(this::shut);
    }
}
