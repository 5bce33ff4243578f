package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.Scope;

class ManySendersTest {
    private static final int SENDERS = 20;
    private static final int TIMES = 5;
    private static final int SLICES = 24;

    @Test
    @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void twenty_senders_of_the_same_study_five_times_each_at_once_make_one_copy_and_no_error(@TempDir Path home)
            throws Exception {
        try (var hub = Hub.storing(home)) {
            var threads = Executors.newFixedThreadPool(SENDERS);
            try {
                var senders = new ArrayList<Callable<Void>>();
                for (int sender = 0; sender < SENDERS; sender++) {
                    senders.add(() -> send(hub));
                }
                for (var sent : threads.invokeAll(senders)) {
                    sent.get();
                }
            } finally {
                threads.shutdownNow();
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(hub.jdbc()
                            .sql("select count(*) from storage.study where state = 'TOLD' and stored_told")
                            .query(Integer.class)
                            .single())
                    .isOne());

            var study = hub.studies()
                    .withUid(new Slice(1, 1, 0).studyUid(), Scope.EVERYTHING)
                    .get(0);
            assertThat(study.instanceCount()).isEqualTo(SLICES);
            assertThat(study.seriesCount()).isEqualTo(2);
            assertThat(study.warnings()).isEmpty();
            long bytes = 0;
            for (var series : hub.studies().seriesOf(study.id())) {
                assertThat(series.instanceCount()).isEqualTo(SLICES / 2);
                for (var instance : hub.studies().instancesOf(series.id())) {
                    bytes += instance.bytes();
                    try (var in = hub.studies().open(instance)) {
                        assertThat(in.readAllBytes())
                                .endsWith(Slice.of(instance.sopInstanceUid()).dataSet());
                    }
                }
            }
            assertThat(study.bytes()).isEqualTo(bytes);
            assertThat(hub.jdbc()
                            .sql("select count(*) from storage.conflict")
                            .query(Integer.class)
                            .single())
                    .isZero();
            assertThat(hub.told.arrivals).hasSize(1);
        }
    }

    private static Void send(Hub hub) throws Exception {
        for (int time = 0; time < TIMES; time++) {
            try (var peer = hub.call()) {
                for (int number = 0; number < SLICES; number++) {
                    var slice = new Slice(1, 1, number);
                    assertThat(peer.store(slice.uid(), slice.dataSet()).status())
                            .isZero();
                }
                assertThat(peer.release().type()).isEqualTo(0x06);
            }
        }
        return null;
    }
}
