package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.radhub.registry.Device;
import org.radhub.router.DeviceTraffic;
import org.radhub.router.Traffic;
import org.radhub.storage.NotKept;

/** What people and monitoring are told of the devices. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrafficTest {
    private Hub hub;

    @BeforeEach
    void open() {
        hub = Hub.timely("traffic-interval", "50ms", "max-associations-per-site", "2");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private List<DeviceTraffic> traffic() {
        return hub.get(Traffic.class).byDevice();
    }

    private DeviceTraffic ct() {
        return traffic().stream()
                .filter(device -> device.aeTitle().equals(Hub.CT))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_a_device_sends_is_counted_and_its_rate_is_told() throws IOException {
        try (var peer = hub.call()) {
            for (var i = 0; i < 5; i++) {
                peer.store("1.2.3." + i, new byte[1000]);
            }
            await().until(() -> !traffic().isEmpty() && ct().instances() == 5);
            var now = ct();
            assertThat(now.openAssociations()).isEqualTo(1);
            assertThat(now.bytes()).isEqualTo(5000);
            assertThat(now.instancesPerMinute()).isPositive();
            assertThat(now.bytesPerSecond()).isPositive();
            assertThat(now.lastInstanceAt()).isPresent();
            assertThat(now.refused()).isZero();
        }
        await().until(() -> ct().openAssociations() == 0);
    }

    @Test
    void what_was_not_kept_is_told_with_its_status_and_comment() throws IOException {
        hub.intake.behaviour = (offer, dataSet) -> {
            dataSet.readAllBytes();
            throw new NotKept(NotKept.Reason.NO_ROOM, "The disk is full");
        };
        try (var peer = hub.call()) {
            assertThat(peer.store("1.2.3", new byte[1000]).status()).isEqualTo(0xA700);
        }
        await().until(() -> !traffic().isEmpty() && ct().refused() == 1);
        assertThat(ct().lastRefusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.status()).isEqualTo("A700");
            assertThat(refusal.comment()).isEqualTo("The disk is full");
        });
        assertThat(ct().instances()).isZero();
    }

    @Test
    void a_device_that_found_no_room_is_told_of_and_one_that_nobody_knows_is_not() throws IOException {
        try (var first = hub.call();
                var second = hub.call();
                var third = new Peer(hub.port());
                var stranger = new Peer(hub.port())) {
            third.send(Peer.associateRequest(Hub.CT, "RADHUB"));
            third.receive();
            stranger.send(Peer.associateRequest("STRANGER", "RADHUB"));
            stranger.receive();
            await().until(() -> !traffic().isEmpty() && ct().refused() == 1);
            assertThat(ct().openAssociations()).isEqualTo(2);
            assertThat(ct().lastRefusal())
                    .hasValueSatisfying(refusal -> assertThat(refusal.comment()).contains("2 associations"));
            assertThat(traffic()).hasSize(1);
            assertThat(first.echo().status()).isZero();
            assertThat(second.echo().status()).isZero();
        }
    }

    @Test
    void what_two_processes_of_the_hub_saw_is_added_up_and_one_that_is_gone_is_not_believed_for_long()
            throws IOException {
        try (var peer = hub.call()) {
            await().until(() -> !traffic().isEmpty() && ct().openAssociations() == 1);
            tell("interval '0'", 4);
            assertThat(ct().openAssociations()).isEqualTo(5);
            tell("interval '1 minute'", 7);
            await().until(() -> ct().openAssociations() == 5);
            assertThat(peer.echo().status()).isZero();
        }
    }

    private void tell(String ago, int open) {
        hub.jdbc()
                .sql(
                        "insert into router.device_traffic values (gen_random_uuid(), :ae, 'COUNTYA', :open, 0, 0, now() - "
                                + ago + ")")
                .param("ae", Hub.CT)
                .param("open", open)
                .update();
    }

    @Test
    void a_device_that_is_still_costs_the_database_nothing() throws IOException {
        hub.register(new Device("COUNTYA_MR", "COUNTYA", "", "MR", List.of("127.0.0.0/8"), true));
        try (var peer = hub.call()) {
            peer.store("1.2.3", new byte[1000]);
        }
        await().until(() -> !traffic().isEmpty() && ct().openAssociations() == 0 && ct().instances() == 1);
        hub.jdbc().sql("update router.device set instances = 100").update();
        try (var other = Peer.associated(hub.port(), "COUNTYA_MR", "RADHUB")) {
            assertThat(other.store("1.2.4", new byte[1000]).status()).isZero();
            await().until(() -> traffic().size() == 2);
        }
        assertThat(ct().instances()).isEqualTo(100);
    }
}
