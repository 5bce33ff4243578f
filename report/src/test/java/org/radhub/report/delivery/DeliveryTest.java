package org.radhub.report.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.registry.Refused.Kind.CONFLICT;
import static org.radhub.registry.Refused.Kind.NOT_ALLOWED;
import static org.radhub.registry.Refused.Kind.NOT_FOUND;
import static org.radhub.report.testing.Refusals.refused;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radhub.report.Content;
import org.radhub.report.Deliveries;
import org.radhub.report.Delivery;
import org.radhub.report.DeliveryState;
import org.radhub.report.Reports;
import org.radhub.report.testing.CaseFile;
import org.radhub.report.testing.Hub;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.ReportProgress;
import org.springframework.transaction.PlatformTransactionManager;

class DeliveryTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(10), 4);

    private static Hub hub;
    private static Reports reports;
    private static Deliveries deliveries;
    private static CaseFile cases;
    private static Courier courier;

    @BeforeAll
    static void open() {
        hub = Hub.onNewDatabase();
        reports = hub.reports();
        deliveries = hub.deliveries();
        cases = hub.cases();
        courier = hub.a(Courier.class);
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @BeforeEach
    void nothingIsUnderWay() {
        hub.jdbc()
                .sql("update report.delivery set state = 'DEAD' where state = 'QUEUED'")
                .update();
    }

    private static UUID signed() {
        var id = cases.opened("reader1");
        reports.save(id, "reader1", new Content("f", "i", false), OptionalLong.empty());
        reports.sign(id, "reader1", Hub.PASSWORD);
        return id;
    }

    private static Delivery only(UUID caseId) {
        var all = deliveries.ofCase(caseId);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static Courier courierBy(Road road) {
        return new Courier(
                hub.a(DeliveryQueue.class),
                List.of(road),
                hub.a(ReportProgress.class),
                hub.clock(),
                hub.a(PlatformTransactionManager.class),
                BACKOFF,
                () -> 1.0);
    }

    /** A road to the page that is broken, until it is mended. */
    private static final class BrokenRoad implements Road {
        private final Road page = hub.a(PageRoad.class);
        private boolean mended;

        @Override
        public String name() {
            return PageRoad.NAME;
        }

        @Override
        public void bring(Delivery delivery) throws IOException {
            page.bring(delivery);
            if (!mended) {
                throw new IOException("the bridge is out");
            }
        }
    }

    @Test
    void a_signed_report_reaches_the_page_of_the_site_that_sent_the_study() {
        var id = signed();
        assertThat(only(id).state()).isEqualTo(DeliveryState.QUEUED);
        assertThat(deliveries.inboxOf("COUNTYA", 100))
                .extracting(Delivery::caseId)
                .doesNotContain(id);
        courier.round();
        var delivered = only(id);
        assertThat(delivered.state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(delivered.attempts()).isEqualTo(1);
        assertThat(delivered.deliveredAt()).contains(hub.clock().instant());
        assertThat(deliveries.inboxOf("COUNTYA", 100)).contains(delivered);
        assertThat(deliveries.inboxOf("COUNTYB", 100)).isEmpty();
        assertThat(cases.state(id)).isEqualTo(CaseState.DELIVERED);
        assertThat(cases.lines(id)).endsWith("DELIVERED 1 COUNTYA page");
    }

    @Test
    void couriers_of_many_processes_bring_each_delivery_once() throws Exception {
        var signed = IntStream.range(0, 12).mapToObj(i -> signed()).toList();
        var pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> round = () -> {
                courierBy(hub.a(PageRoad.class)).round();
                return null;
            };
            for (var done : pool.invokeAll(List.of(round, round, round, round), 60, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        for (var id : signed) {
            assertThat(only(id).state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(cases.lines(id)).containsOnlyOnce("DELIVERED 1 COUNTYA page");
        }
    }

    @Test
    void a_try_that_failed_leaves_nothing_behind_and_is_made_again_after_a_while() {
        var id = signed();
        var road = new BrokenRoad();
        var courier = courierBy(road);
        courier.round();
        var failed = only(id);
        assertThat(failed.state()).isEqualTo(DeliveryState.QUEUED);
        assertThat(failed.lastError()).get().asString().contains("the bridge is out");
        assertThat(deliveries.inboxOf("COUNTYA", 100)).doesNotContain(failed);
        assertThat(cases.state(id)).isEqualTo(CaseState.SIGNED);

        road.mended = true;
        hub.clock().advance(Duration.ofMillis(1999));
        courier.round();
        assertThat(only(id).attempts()).as("not before its time").isEqualTo(1);
        hub.clock().advance(Duration.ofMillis(1));
        courier.round();
        assertThat(only(id).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(only(id).lastError()).isEmpty();
    }

    @Test
    void after_the_last_try_it_is_dead_until_a_person_replays_it() {
        var id = signed();
        var road = new BrokenRoad();
        var courier = courierBy(road);
        for (int i = 0; i < BACKOFF.tries(); i++) {
            courier.round();
            hub.clock().advance(Duration.ofMinutes(1));
        }
        var dead = only(id);
        assertThat(dead.state()).isEqualTo(DeliveryState.DEAD);
        assertThat(dead.attempts()).isEqualTo(BACKOFF.tries());
        assertThat(deliveries.dead(100)).contains(dead);
        courier.round();
        assertThat(only(id)).isEqualTo(dead);

        refused(NOT_ALLOWED, "report.replay-not-allowed", () -> deliveries.replay(dead.id(), Hub.DOCTOR));
        road.mended = true;
        assertThat(deliveries.replay(dead.id(), Hub.COORDINATOR).state()).isEqualTo(DeliveryState.QUEUED);
        refused(CONFLICT, "report.delivery-not-dead", () -> deliveries.replay(dead.id(), Hub.COORDINATOR));
        courier.round();
        assertThat(only(id).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void a_try_that_ended_with_its_process_is_made_again_and_counts() {
        var id = signed();
        var queue = hub.a(DeliveryQueue.class);
        var now = hub.clock().instant();
        assertThat(queue.begin(now, now.plusSeconds(5))).get().returns(id, Delivery::caseId);
        courier.round();
        assertThat(only(id).state()).as("it may still be under way").isEqualTo(DeliveryState.QUEUED);
        hub.clock().advance(Duration.ofSeconds(5));
        courier.round();
        assertThat(only(id).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(only(id).attempts()).isEqualTo(2);
    }

    @Test
    void what_kills_every_process_that_tries_it_is_given_up() {
        var id = signed();
        var queue = hub.a(DeliveryQueue.class);
        var courier = courierBy(new BrokenRoad());
        for (int i = 0; i < BACKOFF.tries(); i++) {
            assertThat(queue.begin(hub.clock().instant(), hub.clock().instant()))
                    .isPresent();
        }
        courier.round();
        assertThat(only(id).state()).isEqualTo(DeliveryState.DEAD);
    }

    @Test
    void a_delivery_by_an_unknown_road_is_not_lost() {
        var id = signed();
        hub.jdbc()
                .sql("update report.delivery set road = 'pigeon' where case_id = ?")
                .param(id)
                .update();
        courier.round();
        assertThat(only(id).state()).isEqualTo(DeliveryState.QUEUED);
        assertThat(only(id).lastError()).get().asString().contains("pigeon");
    }

    @Test
    void a_doctor_of_the_receiving_site_acknowledges_and_the_case_moves_on() {
        var id = signed();
        refused(CONFLICT, "report.delivery-not-there-yet", () -> deliveries.acknowledge(only(id).id(), Hub.DOCTOR));
        courier.round();
        var acknowledged = deliveries.acknowledge(only(id).id(), Hub.DOCTOR);
        assertThat(acknowledged.state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
        assertThat(acknowledged.acknowledgedBy()).contains("countya");
        assertThat(acknowledged.acknowledgedAt()).contains(hub.clock().instant());
        assertThat(cases.state(id)).isEqualTo(CaseState.ACKNOWLEDGED);
    }

    @Test
    void acknowledging_again_changes_nothing() {
        var id = signed();
        courier.round();
        var once = deliveries.acknowledge(only(id).id(), Hub.DOCTOR);
        hub.clock().advance(Duration.ofHours(1));
        assertThat(deliveries.acknowledge(once.id(), Hub.DOCTOR)).isEqualTo(once);
        assertThat(cases.lines(id)).containsOnlyOnce("ACKNOWLEDGED countya COUNTYA");
    }

    @Test
    void nobody_else_acknowledges() {
        var id = signed();
        courier.round();
        var delivery = only(id).id();
        for (var person : List.of(Hub.OTHER_DOCTOR, Hub.READER, Hub.COORDINATOR)) {
            refused(NOT_ALLOWED, "report.delivery-not-yours", () -> deliveries.acknowledge(delivery, person));
        }
        refused(NOT_FOUND, "report.delivery-unknown", () -> deliveries.acknowledge(UUID.randomUUID(), Hub.DOCTOR));
        assertThat(only(id).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void an_addendum_after_the_acknowledgement_is_delivered_without_moving_the_case_back() {
        var id = signed();
        courier.round();
        deliveries.acknowledge(only(id).id(), Hub.DOCTOR);
        reports.addendum(id, "reader1", "more", Hub.PASSWORD);
        courier.round();
        var second = deliveries.ofCase(id).get(1);
        assertThat(second.state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(second.acknowledgedAt()).isEqualTo(Optional.empty());
        assertThat(cases.state(id)).isEqualTo(CaseState.ACKNOWLEDGED);
        assertThat(deliveries.acknowledge(second.id(), Hub.DOCTOR).state()).isEqualTo(DeliveryState.ACKNOWLEDGED);
        assertThat(cases.lines(id)).endsWith("DELIVERED 2 COUNTYA page", "ACKNOWLEDGED countya COUNTYA");
    }

    @Test
    void acknowledging_the_addendum_acknowledges_the_report_that_it_adds_to() {
        var id = signed();
        reports.addendum(id, "reader1", "more", Hub.PASSWORD);
        courier.round();
        var both = deliveries.ofCase(id);
        deliveries.acknowledge(both.get(1).id(), Hub.DOCTOR);
        assertThat(deliveries.ofCase(id)).extracting(Delivery::state).containsOnly(DeliveryState.ACKNOWLEDGED);
        assertThat(cases.state(id)).isEqualTo(CaseState.ACKNOWLEDGED);
    }

    @Test
    void an_addendum_does_not_overtake_the_report_on_its_way() {
        var id = signed();
        reports.addendum(id, "reader1", "more", Hub.PASSWORD);
        var broken = courierBy(new BrokenRoad());
        broken.round();
        assertThat(deliveries.ofCase(id)).extracting(Delivery::attempts).containsExactly(1, 0);
        hub.clock().advance(Duration.ofSeconds(2));
        courier.round();
        assertThat(cases.lines(id)).containsSubsequence("DELIVERED 1 COUNTYA page", "DELIVERED 2 COUNTYA page");
    }

    @Test
    void waits_double_up_to_a_limit_and_never_all_end_at_once() {
        assertThat(BACKOFF.after(1, () -> 1)).isEqualTo(Duration.ofSeconds(2));
        assertThat(BACKOFF.after(1, () -> 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(BACKOFF.after(5, () -> 1)).isEqualTo(Duration.ofSeconds(32));
        assertThat(BACKOFF.after(60, () -> 1)).isEqualTo(Duration.ofMinutes(10));
    }
}
