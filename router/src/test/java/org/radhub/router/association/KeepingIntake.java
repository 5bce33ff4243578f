package org.radhub.router.association;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.radhub.storage.Receipt;

/** Keeps data sets in memory, or fails as it is told: what storage does of itself only when something breaks. */
final class KeepingIntake implements Intake {
    final Map<String, byte[]> kept = new ConcurrentHashMap<>();
    final Map<String, Offer> offers = new ConcurrentHashMap<>();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final List<String> broken = new CopyOnWriteArrayList<>();
    volatile Behaviour behaviour = (offer, dataSet) -> dataSet.readAllBytes();

    interface Behaviour {
        byte[] keep(Offer offer, InputStream dataSet) throws IOException, NotKept;
    }

    /** Reads a part, then waits until the latch opens before it reads the rest. */
    static Behaviour heldBy(CountDownLatch begun, CountDownLatch latch) {
        return (offer, dataSet) -> {
            dataSet.readNBytes(16);
            begun.countDown();
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return dataSet.readAllBytes();
        };
    }

    @Override
    public Receipt keep(Offer offer, InputStream dataSet) throws NotKept, IOException {
        try {
            var bytes = behaviour.keep(offer, dataSet);
            offers.put(offer.sopInstanceUid(), offer);
            kept.put(offer.sopInstanceUid(), bytes);
            return new Receipt("1.2.3", "1.2.3.4", offer.sopInstanceUid(), bytes.length, "", Instant.EPOCH);
        } catch (IOException e) {
            broken.add(offer.sopInstanceUid());
            throw e;
        }
    }

    @Override
    public void associationClosed(String association) {
        closed.add(association);
    }
}
