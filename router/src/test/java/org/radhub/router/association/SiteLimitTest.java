package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.radhub.registry.Device;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;

/** One hospital cannot take the places of the others. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SiteLimitTest {
    private static final String LOCAL_LIMIT_EXCEEDED_FOR_NOW = "2/3/2";

    @Test
    void a_site_at_its_limit_is_told_to_come_again_while_another_site_is_served() throws IOException {
        try (var hub = new Hub("max-associations-per-site", "3")) {
            hub.sites().put(new Site("COUNTYB", "County B", "", SiteKind.COUNTY, Optional.empty()));
            hub.register(new Device("COUNTYA_MR", "COUNTYA", "", "MR", List.of("127.0.0.0/8"), true));
            hub.register(new Device("COUNTYB_DR", "COUNTYB", "", "DX", List.of("127.0.0.0/8"), true));
            try (var first = hub.call();
                    var second = hub.call();
                    var third = Peer.associated(hub.port(), "COUNTYA_MR", "RADHUB")) {
                turnedAway(hub, Hub.CT);
                turnedAway(hub, "COUNTYA_MR");
                try (var elsewhere = Peer.associated(hub.port(), "COUNTYB_DR", "RADHUB")) {
                    assertThat(elsewhere.store("1.2.3", new byte[100_000]).status())
                            .isZero();
                }
                assertThat(third.echo().status()).isZero();
                assertThat(first.release().type()).isEqualTo(Pdu.A_RELEASE_RP);
                await().until(() -> associates(hub));
                assertThat(second.echo().status()).isZero();
            }
        }
    }

    @Test
    void the_limit_of_the_site_itself_goes_before_the_usual_one() throws IOException {
        try (var hub = new Hub("max-associations-per-site", "1")) {
            hub.sites().limitAssociations("COUNTYA", OptionalInt.of(2));
            try (var first = hub.call();
                    var second = hub.call()) {
                turnedAway(hub, Hub.CT);
                assertThat(first.echo().status()).isZero();
                assertThat(second.echo().status()).isZero();
            }
        }
    }

    private static void turnedAway(Hub hub, String device) throws IOException {
        try (var peer = new Peer(hub.port())) {
            peer.send(Peer.associateRequest(device, "RADHUB"));
            assertThat(peer.receive().code()).isEqualTo(LOCAL_LIMIT_EXCEEDED_FOR_NOW);
        }
    }

    private static boolean associates(Hub hub) throws IOException {
        try (var peer = new Peer(hub.port())) {
            peer.send(Peer.associateRequest(Hub.CT, "RADHUB"));
            return peer.receive().type() == Pdu.A_ASSOCIATE_AC;
        }
    }
}
