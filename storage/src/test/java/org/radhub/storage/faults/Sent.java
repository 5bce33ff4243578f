package org.radhub.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.radhub.storage.NotKept;
import org.radhub.storage.testing.SendingProcess;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;
import org.radhub.storage.testing.Told;

/** What devices sent and the hub acknowledged, to be found again whatever went wrong. The content of an instance follows from its UID. */
final class Sent {
    private final StorageUnderTest storage;
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

    Sent(StorageUnderTest storage) {
        this.storage = storage;
    }

    int count() {
        return acknowledged.size();
    }

    /** A study of so many instances, on an association of its own. */
    void study(int device, int study, int instances) throws Exception {
        var association = "device " + device + " " + study;
        for (int i = 0; i < instances; i++) {
            instance(device, study, i, association);
        }
        storage.intake().associationClosed(association);
    }

    /** @throws NotKept if it was not, so that nothing of it may be there */
    void instance(int device, int study, int number, String association) throws Exception {
        var uid = "1.%d.%d.%d".formatted(device, study, number);
        storage.keep("COUNTYA", association, uid, SendingProcess.dataSet(uid));
        acknowledged.add(uid);
    }

    /** Four devices at once. */
    void fromFourDevices(int studies, int instances) throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            var devices = new ArrayList<Callable<Void>>();
            for (int device = 0; device < 4; device++) {
                int number = device;
                devices.add(() -> {
                    for (int study = 0; study < studies; study++) {
                        study(number, study, instances);
                    }
                    return null;
                });
            }
            for (var device : threads.invokeAll(devices)) {
                device.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** All of it is in the index once, byte for byte, wherever it lies now. */
    void assertKept() throws Exception {
        assertThat(indexed()).containsExactlyInAnyOrderElementsOf(acknowledged);
        for (var instance : storage.jdbc()
                .sql("select s.study_uid, r.series_uid, i.sop_uid, s.id from storage.instance i"
                        + " join storage.study s on s.id = i.study_id join storage.series r on r.id = i.series_id")
                .query((row, at) -> storage.studies()
                        .instance(
                                row.getObject("id", java.util.UUID.class),
                                row.getString("series_uid"),
                                row.getString("sop_uid"))
                        .orElseThrow())
                .list()) {
            try (var in = storage.studies().open(instance)) {
                assertThat(SharedFile.content(in.readAllBytes()).dataSet())
                        .isEqualTo(SendingProcess.dataSet(instance.sopInstanceUid()));
            }
        }
    }

    List<String> indexed() {
        return storage.jdbc()
                .sql("select sop_uid from storage.instance")
                .query(String.class)
                .list();
    }

    /** All of it is in the index and has left the spool, and nothing is wrong with any byte. */
    void assertStored() throws Exception {
        assertThat(indexed()).containsExactlyInAnyOrderElementsOf(acknowledged);
        assertThat(storage.jdbc()
                        .sql("select count(*) from storage.study where state <> 'TOLD' or not stored_told")
                        .query(Integer.class)
                        .single())
                .isZero();
        var told = new Told();
        storage.recovery().verify(0, told);
        assertThat(told.findings).isEmpty();
    }
}
