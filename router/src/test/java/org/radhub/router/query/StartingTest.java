package org.radhub.router.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.association.Hub;
import org.radhub.router.testing.Workstation;
import org.radhub.storage.Attributes;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartingTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String STUDY_ROOT_FIND = "1.2.840.10008.5.1.4.1.2.2.1";
    private static final String STUDY_ROOT_GET = "1.2.840.10008.5.1.4.1.2.2.3";

    @TempDir
    Path home;

    @Test
    void what_a_crash_left_outside_the_index_is_not_passed_over_in_an_answer() throws Exception {
        try (var hub = Hub.storing(home, Map.of("radhub.storage.quiet", "1h"))) {
            hub.keep("COUNTYA", Hub.CT, CT, instance(1));
            hub.keep("COUNTYA", Hub.CT, CT, instance(2));
        }
        var lost = TestDatabase.fresh();
        try (var holding = lost.getConnection()) {
            holding.setAutoCommit(false);
            // Who reads the index gets an answer, and who writes it waits.
            holding.createStatement().execute("lock table storage.instance in exclusive mode");
            try (var hub = Hub.storing(
                    home, lost, Map.of("radhub.query.index-patience", "100ms", "radhub.storage.quiet", "1h"))) {
                assertThat(status(hub, STUDY_ROOT_FIND)).isEqualTo(0xA700);
                assertThat(status(hub, STUDY_ROOT_GET)).isEqualTo(0xA701);
                hub.keep("COUNTYA", Hub.CT, CT, instance(3));

                holding.rollback();
                await().until(() -> hub.studies().isWhole(Duration.ZERO));
                try (var asker = new Workstation(hub.port(), Hub.CT, STUDY_ROOT_FIND, Workstation.EXPLICIT)) {
                    var found = asker.matches(study());
                    assertThat(found).hasSize(1);
                    assertThat(Integer.parseInt(found.get(0).text(Keys.STUDY_INSTANCES)))
                            .isGreaterThanOrEqualTo(2);
                }
            }
        }
    }

    private static int status(Hub hub, String sopClass) throws Exception {
        try (var asker = new Workstation(hub.port(), Hub.CT, sopClass, Workstation.EXPLICIT)) {
            var answers = sopClass.equals(STUDY_ROOT_FIND) ? asker.find(study()) : asker.get(study());
            assertThat(answers).hasSize(1);
            return answers.get(0).status();
        }
    }

    private static Attributes study() {
        return Attributes.builder()
                .put(0x00080052, "STUDY")
                .put(Keys.STUDY_INSTANCE_UID, "1.2.1")
                .put(Keys.STUDY_INSTANCES, "")
                .build();
    }

    private static Attributes instance(int number) {
        return Attributes.builder()
                .put(0x00080016, CT)
                .put(0x00080018, "1.2.1.1." + number)
                .put(0x00080060, "CT")
                .put(0x00100010, "Zhang^Wei")
                .put(0x00100020, "P1")
                .put(0x0020000D, "1.2.1")
                .put(0x0020000E, "1.2.1.1")
                .put(0x00200013, number)
                .build();
    }
}
