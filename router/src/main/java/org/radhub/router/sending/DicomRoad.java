package org.radhub.router.sending;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Outcome;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.Sender;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;
import org.springframework.stereotype.Component;

/** By C-STORE, each data set exactly as it came. */
@Component
class DicomRoad implements Road {
    /** Preamble, prefix, and the first element of the File Meta Information, which says its length (PS3.10 7.1). */
    private static final int START = 144;

    private static final int GROUP_LENGTH = 140;
    private static final int LONGEST_FILE_META = 1 << 20;

    private final Sender sender;
    private final Studies studies;

    DicomRoad(Sender sender, Studies studies) {
        this.sender = sender;
        this.studies = studies;
    }

    @Override
    public void send(Destination destination, List<Instance> instances, Runnable leaving, Consumer<List<Outcome>> told)
            throws PeerFailed {
        var left = new AtomicBoolean();
        var parcels = instances.stream()
                .map(instance -> new OutgoingInstance(
                        instance.sopClassUid(), instance.sopInstanceUid(), instance.transferSyntaxUid(), () -> {
                            if (!left.getAndSet(true)) {
                                leaving.run();
                            }
                            return dataSet(instance);
                        }))
                .toList();
        sender.send(peer(destination), parcels, outcome -> told.accept(List.of(outcome)));
    }

    @Override
    public void verify(Destination destination) throws PeerFailed {
        sender.verify(peer(destination));
    }

    private static Peer peer(Destination destination) {
        return ((Endpoint.Dicom) destination.endpoint()).peer();
    }

    /** What follows the File Meta Information of the file. */
    private InputStream dataSet(Instance instance) throws IOException {
        var file = studies.open(instance);
        try {
            var start = file.readNBytes(START);
            if (start.length < START) {
                throw new IOException("the file of " + instance.sopInstanceUid() + " is cut short");
            }
            var rest = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt(GROUP_LENGTH);
            if (rest < 0 || rest > LONGEST_FILE_META) {
                throw new IOException("the file of " + instance.sopInstanceUid() + " has no File Meta Information");
            }
            file.skipNBytes(rest);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }
}
