package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;

/** What a device may do ends with its registration, and not with the association that it has open. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChangedDevicesTest {
    private static final String STATION = "COUNTYA_WS";

    private Hub hub;

    @BeforeEach
    void open() {
        hub = Hub.timely("registry-interval", "100ms");
        hub.sites().put(new Site("COUNTYB", "County B", "", SiteKind.COUNTY, Optional.empty()));
        hub.register(station("COUNTYA", "127.0.0.0/8", true));
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void the_association_of_a_device_that_is_switched_off_ends() throws IOException {
        endsAt(() -> hub.register(station("COUNTYA", "127.0.0.0/8", false)));
    }

    @Test
    void the_association_of_a_device_that_goes_to_another_hospital_ends() throws IOException {
        endsAt(() -> hub.get(Devices.class).put(station("COUNTYB", "127.0.0.0/8", true), "COUNTYA"));
    }

    @Test
    void the_association_of_a_device_that_may_not_call_from_there_any_more_ends() throws IOException {
        endsAt(() -> hub.register(station("COUNTYA", "10.0.0.0/8", true)));
    }

    private void endsAt(Runnable change) throws IOException {
        try (var station = Peer.associated(hub.port(), STATION, "RADHUB");
                var other = hub.call()) {
            pass();
            assertThat(station.echo().status()).isZero();

            change.run();

            await().until(() -> isOver(station));
            assertThat(other.echo().status()).isZero();
            try (var again = new Peer(hub.port())) {
                again.send(Peer.associateRequest(STATION, "RADHUB"));
                assertThat(again.receive().type() == Pdu.A_ASSOCIATE_AC)
                        .isEqualTo(hub.get(Devices.class)
                                .find(STATION)
                                .orElseThrow()
                                .site()
                                .equals("COUNTYB"));
            }
        }
    }

    /** The registry is asked some times meanwhile. */
    private static void pass() {
        await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    }

    private static boolean isOver(Peer peer) {
        try {
            return peer.echo().status() != 0;
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }

    private static Device station(String site, String addresses, boolean enabled) {
        return new Device(STATION, site, "workstation", "", List.of(addresses), enabled);
    }
}
