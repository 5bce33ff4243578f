package org.radhub.router.sending;

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
                            return studies.openDataSet(instance);
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
}
