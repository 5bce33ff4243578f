package org.radhub.viewer.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditEntry;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Device;
import org.radhub.registry.DeviceTokens;
import org.radhub.registry.Devices;
import org.radhub.registry.testing.MovedClock;
import org.radhub.viewer.HubTest;
import org.springframework.beans.factory.annotation.Autowired;

class TokenAlertsTest extends HubTest {
    private static final Duration WHILE = Duration.ofMinutes(10);

    /** Addresses that nobody has (RFC 3849). */
    private static final String DOCUMENTATION = "2001:db8::";

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Devices devices;

    @Autowired
    private DeviceTokens tokens;

    @Test
    void a_revoked_token_is_told_by_its_devices_name_and_once_however_often_it_is_brought() throws Exception {
        var device = newDevice();
        var issued = tokens.issue(device.aeTitle(), "admin");
        tokens.revoke(device.aeTitle(), issued.token().name());

        for (var i = 0; i < 5; i++) {
            var answer = get("/dicom-web/studies", "Authorization", "Bearer " + issued.secret());
            assertThat(answer.statusCode()).isEqualTo(401);
        }

        assertThat(lines(device)).singleElement().satisfies(line -> {
            assertThat(line.action()).isEqualTo(AuditAction.SECURITY_ALERT);
            assertThat(line.success()).isFalse();
            assertThat(line.site()).isEqualTo(device.site());
            assertThat(line.detail())
                    .contains(issued.token().name(), "revoked", ", from ")
                    .doesNotContain(issued.secret(), issued.secret().substring(4));
        });
    }

    @Test
    void a_token_that_nobody_was_given_is_told_and_not_repeated() throws Exception {
        for (var unknown : List.of("rhd_" + "A".repeat(43), "rhd_garbage")) {
            assertThat(get("/dicom-web/studies", "Authorization", "Bearer " + unknown)
                            .statusCode())
                    .isEqualTo(401);
        }

        assertThat(trail.latest(0, 1000).stream().map(AuditEntry::access).map(Access::detail))
                .filteredOn(detail -> detail.contains("never issued") && !detail.contains(DOCUMENTATION))
                .hasSize(1)
                .noneMatch(detail -> detail.contains("rhd_"));
    }

    @Test
    void a_storm_leaves_a_bounded_number_of_lines_and_the_next_line_says_how_many_had_none() {
        var device = newDevice();
        var clock = new MovedClock("2026-03-01T08:00:00Z");
        var alerts = new TokenAlerts(devices, trail, clock, WHILE);

        for (var i = 0; i < 1000; i++) {
            alerts.misused(device, DOCUMENTATION + Integer.toHexString(i), "for nothing");
            alerts.ended(Optional.empty(), DOCUMENTATION + Integer.toHexString(i));
        }
        assertThat(lines(device)).hasSize(TokenAlerts.MOST / 2);

        clock.advance(WHILE);
        alerts.elsewhere(device, "192.0.2.1");
        assertThat(lines(device)).hasSize(TokenAlerts.MOST / 2 + 1);
        assertThat(lines(device).get(0).detail()).contains("192.0.2.1", "1900 requests");
    }

    private Device newDevice() {
        var site = newSite();
        var device = new Device(site + "_GW", site, "", "CT", List.of("127.0.0.0/8", "::1"), true);
        devices.put(device);
        return device;
    }

    /** Newest first. */
    private List<Access> lines(Device device) {
        return trail.latest(0, 1000).stream()
                .map(AuditEntry::access)
                .filter(line -> line.actor().equals(device.aeTitle()))
                .toList();
    }
}
