package org.radhub.router.association;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.radhub.registry.Device;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.radhub.storage.Receipt;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What no bytes on an established association must do: it ends as an association ends, and is never taken for a failure of the hub. */
public final class ConversationTarget {
    private static final Settings SETTINGS =
            new Binder(new MapConfigurationPropertySource()).bindOrCreate("radhub.dicom", Settings.class);
    private static final Caller CALLER = new Caller(
            new Device("FUZZ", "COUNTYA", "FUZZ", "CT", List.of("127.0.0.0/8"), true),
            InetAddress.getLoopbackAddress(),
            "fuzz");

    private ConversationTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        var agreed = Negotiation.answer(
                AssociateRequest.parse(java.util.Arrays.copyOfRange(REQUEST, Pdu.HEADER, REQUEST.length)),
                Services.NONE);
        var peer = new Played(input);
        var wire = new Wire(peer, SETTINGS);
        var association = new Association(wire, CALLER, agreed, 16384, new Reading(), Services.NONE, () -> false);
        try {
            association.serve();
        } catch (Breach | Gone | Overdue e) {
            if (String.valueOf(e.getMessage()).length() > 300) {
                throw new AssertionError("an ending that says too much", e);
            }
        }
        // An answer holds a status and what was asked: a caller cannot make the hub say much more than it said itself.
        if (peer.answered.size() > 100L * input.length + 10_000) {
            throw new AssertionError("answers without end");
        }
    }

    private static final byte[] REQUEST = Peer.associateRequest("FUZZ", "RADHUB");

    /** Reads a data set, or a part of it, as storage would. */
    private static final class Reading implements Intake {
        @Override
        public Receipt keep(Offer offer, InputStream dataSet) throws NotKept, IOException {
            int first = dataSet.read();
            if (first % 4 == 1) {
                throw new NotKept(NotKept.Reason.NOT_UNDERSTOOD, "no");
            }
            long bytes = dataSet.transferTo(OutputStream.nullOutputStream());
            return new Receipt("1.2", "1.3", offer.sopInstanceUid(), bytes, "", Instant.EPOCH);
        }

        @Override
        public void associationClosed(String association) {
            throw new AssertionError("nobody closes it here");
        }
    }

    /** A socket whose peer has said everything already. */
    private static final class Played extends Socket {
        private final InputStream in;
        private final ByteArrayOutputStream answered = new ByteArrayOutputStream();

        Played(byte[] said) {
            this.in = new ByteArrayInputStream(said);
        }

        @Override
        public InputStream getInputStream() {
            return in;
        }

        @Override
        public OutputStream getOutputStream() {
            return answered;
        }

        @Override
        public void setTcpNoDelay(boolean on) {
            // There is no network.
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return Set.of();
        }

        @Override
        public InetAddress getInetAddress() {
            return InetAddress.getLoopbackAddress();
        }
    }
}
