package org.radhub.router.sending;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Outcome;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.Sender;
import org.radhub.router.offer.Offering;
import org.radhub.router.offer.Offers;
import org.radhub.storage.Instance;
import org.springframework.stereotype.Component;

/** By C-STORE, each data set exactly as it came; uncompressed where the destination does not take it so. */
@Component
class DicomRoad implements Road {
    private final Sender sender;
    private final Offers offers;

    DicomRoad(Sender sender, Offers offers) {
        this.sender = sender;
        this.offers = offers;
    }

    @Override
    public void send(Destination destination, List<Instance> instances, Runnable leaving, Consumer<List<Outcome>> told)
            throws PeerFailed {
        var left = new AtomicBoolean();
        Runnable once = () -> {
            if (!left.getAndSet(true)) {
                leaving.run();
            }
        };
        var offered = instances.stream()
                .map(instance -> offers.of(instance, "destination " + destination.name(), once))
                .toList();
        new Offering(sender, peer(destination), Optional.empty(), offered, outcome -> told.accept(List.of(outcome)))
                .go();
    }

    @Override
    public void verify(Destination destination) throws PeerFailed {
        sender.verify(peer(destination));
    }

    private static Peer peer(Destination destination) {
        return ((Endpoint.Dicom) destination.endpoint()).peer();
    }
}
