package org.radhub.router.association;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection, in TLS or not, and how long its peer may let the hub wait. Each wait draws on the peer's patience: a sum of waiting time, which
 * begins as the time for an A-ASSOCIATE-RQ, which {@link #expectMessage} and {@link #expectRestOfMessage} fill, and which, within a message, received bytes
 * refill. A watchman calls {@link #check} from another thread; time that the hub itself needs is never counted against the peer. Reading
 * and writing are for one thread.
 */
final class Wire implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    private static final int BUFFER = 64 << 10;
    private static final int SMALL_BUFFER = 4 << 10;
    private static final int DIRECT = 16 << 10;
    private static final int MOST_LAST_READS = 1024;
    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Socket socket;
    private final Optional<SSLSocket> tls;
    private final InputStream in;
    private final OutputStream out;
    private final Settings limits;
    private final boolean quickAck;

    private byte[] buffer = new byte[SMALL_BUFFER];
    private int position;
    private int filled;

    private long patience;
    private long longestWait;
    private boolean earning;
    private Optional<String> certificate = Optional.empty();

    private volatile long waitingSince;
    private volatile long allowed = NEVER;
    private volatile boolean between;
    private volatile boolean overdue;
    private volatile long overdueSince;

    Wire(Socket socket, Settings limits) throws IOException {
        this(socket, Optional.empty(), limits);
    }

    /** @param tls over the socket: it carries what is said, while the socket itself is what a watchman can end at any time */
    Wire(Socket socket, Optional<SSLSocket> tls, Settings limits) throws IOException {
        this.socket = socket;
        this.tls = tls;
        this.limits = limits;
        socket.setTcpNoDelay(true);
        this.quickAck = socket.supportedOptions().contains(ExtendedSocketOptions.TCP_QUICKACK);
        var speaking = tls.isPresent() ? tls.get() : socket;
        this.in = speaking.getInputStream();
        this.out = speaking.getOutputStream();
        patience(limits.requestTimeout(), false);
        between = true;
    }

    InetAddress address() {
        return socket.getInetAddress();
    }

    /** SHA-256 fingerprint of the certificate that the peer has shown, in lower-case hex; empty without TLS. */
    Optional<String> certificate() {
        return certificate;
    }

    /** Shakes hands over TLS, which takes from the time for an A-ASSOCIATE-RQ; nothing to do without TLS. */
    void shakeHands() throws IOException {
        if (tls.isEmpty()) {
            return;
        }
        begin(patience);
        try {
            tls.get().startHandshake();
            certificate = Optional.of(Tls.fingerprint(tls.get().getSession().getPeerCertificates()[0]));
        } catch (IOException e) {
            throw overdue ? overdue() : e;
        } finally {
            allowed = NEVER;
        }
        patience -= System.nanoTime() - waitingSince;
    }

    /** From now on the next message may begin, or not for a while. */
    void expectMessage() {
        patience(limits.idleTimeout(), false);
        between = true;
    }

    /** A message has begun, and has to go on. */
    void expectRestOfMessage() {
        between = false;
        patience(limits.stallTimeout(), true);
        if (buffer.length < BUFFER) {
            var larger = new byte[BUFFER];
            System.arraycopy(buffer, position, larger, 0, filled - position);
            filled -= position;
            position = 0;
            buffer = larger;
        }
    }

    int readByte() throws IOException {
        fill();
        return Byte.toUnsignedInt(buffer[position++]);
    }

    int readInt() throws IOException {
        return readByte() << 24 | readByte() << 16 | readByte() << 8 | readByte();
    }

    /** That many bytes; memory for them is taken as they come, so that a claim alone costs nothing. */
    byte[] readFully(int length) throws IOException {
        var bytes = new byte[Math.min(length, SMALL_BUFFER)];
        for (var done = 0; done < length; ) {
            if (done == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(length, 2 * done));
            }
            done += read(bytes, done, bytes.length - done);
        }
        return bytes;
    }

    /** At least one byte, at most length. A connection that has ended is {@link Gone} or {@link Overdue}. */
    int read(byte[] into, int from, int length) throws IOException {
        if (position == filled && length >= DIRECT) {
            return receive(into, from, length);
        }
        fill();
        var count = Math.min(length, filled - position);
        System.arraycopy(buffer, position, into, from, count);
        position += count;
        return count;
    }

    /** How many bytes can be read without waiting. */
    int available() {
        return filled - position;
    }

    /** Whether something has come that was not read, as far as can be told without waiting. */
    boolean hasMore() throws IOException {
        // In TLS, what waits is seen on the socket below: deciphered only when it is read.
        return position < filled
                || in.available() > 0
                || tls.isPresent() && socket.getInputStream().available() > 0;
    }

    /** Waits for something to come, so long at most, and whatever the peer's patience is. */
    boolean awaitMore(Duration most) throws IOException {
        if (position < filled) {
            return true;
        }
        position = 0;
        filled = 0;
        socket.setSoTimeout((int) most.toMillis());
        try {
            var count = in.read(buffer, 0, buffer.length);
            if (count < 0) {
                throw ended(new EOFException());
            }
            filled = count;
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    void write(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    /** The first bytes of these. */
    void write(byte[] bytes, int length) throws IOException {
        begin(limits.stallTimeout().toNanos());
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw ended(e);
        } finally {
            allowed = NEVER;
        }
    }

    /** Says a last thing and closes, without the reset that would take it from the peer before it was read. */
    void closeAfter(byte[] lastWords) {
        try {
            between = false;
            overdue = false;
            begin(LAST_WORDS.toNanos());
            out.write(lastWords);
            if (tls.isPresent()) {
                tls.get().shutdownOutput();
            }
            socket.shutdownOutput();
            var rest = new byte[SMALL_BUFFER];
            var reads = MOST_LAST_READS;
            while (reads > 0 && in.read(rest) >= 0) {
                reads--;
            }
        } catch (IOException e) {
            LOG.debug("{} did not hear the last words: {}", address(), e.getMessage());
        } finally {
            close();
        }
    }

    /** For the watchman: ends the wait of a peer whose patience is used up; closes the connection where even that does not help. */
    void check(long now) {
        if (overdue) {
            if (now - overdueSince > LAST_WORDS.toNanos()) {
                close();
            }
        } else if (allowed != NEVER && now - waitingSince > allowed) {
            end(now);
        }
    }

    /** Ends the wait for a message that has not begun. */
    void endIfBetweenMessages(long now) {
        if (between) {
            end(now);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(long now) {
        overdueSince = now;
        overdue = true;
        try {
            // The reader wakes up at the end of its stream, and can still say why.
            socket.shutdownInput();
        } catch (IOException e) {
            close();
        }
    }

    private void fill() throws IOException {
        if (position == filled) {
            position = 0;
            filled = 0;
            filled = receive(buffer, 0, buffer.length);
        }
    }

    private int receive(byte[] into, int from, int length) throws IOException {
        if (patience <= 0) {
            throw overdue();
        }
        begin(Math.min(patience, longestWait));
        int count;
        try {
            if (quickAck) {
                // Linux forgets it again and again; a sender with Nagle's algorithm waits 40 ms for each
                // acknowledgement held back.
                socket.setOption(ExtendedSocketOptions.TCP_QUICKACK, true);
            }
            count = in.read(into, from, length);
        } catch (IOException e) {
            throw ended(e);
        } finally {
            allowed = NEVER;
        }
        if (count < 0) {
            throw ended(new EOFException());
        }
        patience -= System.nanoTime() - waitingSince;
        if (earning) {
            // No more than it began with: who was fast for a while may not be slow for hours.
            patience = Math.min(longestWait, patience + count * 1_000_000_000L / limits.slowestBytesPerSecond());
        }
        return count;
    }

    private void begin(long nanos) {
        waitingSince = System.nanoTime();
        allowed = nanos;
    }

    private void patience(Duration most, boolean earns) {
        patience = most.toNanos();
        longestWait = patience;
        earning = earns;
    }

    private IOException ended(IOException e) {
        return overdue ? overdue() : new Gone("the connection ended: " + e.getMessage());
    }

    private static Overdue overdue() {
        return new Overdue("the peer let the hub wait for too long");
    }
}
