package org.radhub.viewer.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Device;
import org.radhub.registry.DeviceToken;
import org.radhub.registry.Devices;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Lines in the trail about devices' tokens that were brought in vain. One for each device, address and reason in a while, and no more than so
 * many of all of them together, so that a storm of requests does not fill the trail; how many had none is said by the next line.
 */
@Component
class TokenAlerts {
    static final int MOST = 100;

    private static final int LONGEST_ADDRESS = 64;
    private static final int LONGEST_USE = 300;

    private final Devices devices;
    private final AuditTrail trail;
    private final Clock clock;
    private final Duration oneLineFor;
    private final Map<Vain, Instant> written = new HashMap<>();
    private long passedOver;

    TokenAlerts(
            Devices devices,
            AuditTrail trail,
            Clock clock,
            @Value("${radhub.viewer.one-audit-line-for:10m}") Duration oneLineFor) {
        this.devices = devices;
        this.trail = trail;
        this.clock = clock;
        this.oneLineFor = oneLineFor;
    }

    /** @param token by its name; empty where nobody knows whose it is */
    private record Vain(String device, String token, String address, Reason reason) {}

    private enum Reason {
        ENDED,
        MISUSED,
        ELSEWHERE
    }

    /** A token that opens nothing: it was revoked, its device is switched off or gone, or it was never issued. */
    void ended(Optional<DeviceToken> token, String address) {
        var device = token.map(DeviceToken::aeTitle).orElse("");
        var name = token.map(DeviceToken::name).orElse("");
        var site = token.flatMap(one -> devices.find(one.aeTitle()))
                .map(Device::site)
                .orElse("");
        var what = token.isPresent()
                ? "web token " + name + ", which was revoked or whose device is switched off,"
                : "a web token that was never issued";
        write(new Vain(device, name, address, Reason.ENDED), site, what + " was brought");
    }

    void misused(Device device, String address, String how) {
        write(
                new Vain(device.aeTitle(), "", address, Reason.MISUSED),
                device.site(),
                "a device's token was used " + cut(how, LONGEST_USE));
    }

    void elsewhere(Device device, String address) {
        write(
                new Vain(device.aeTitle(), "", address, Reason.ELSEWHERE),
                device.site(),
                "a device's token was used from elsewhere than its addresses");
    }

    private void write(Vain vain, String site, String what) {
        long others;
        synchronized (written) {
            var now = clock.instant();
            written.values()
                    .removeIf(at -> at.isAfter(now) || !at.plus(oneLineFor).isAfter(now));
            if (written.size() >= MOST || written.containsKey(vain)) {
                passedOver++;
                return;
            }
            written.put(vain, now);
            others = passedOver;
            passedOver = 0;
        }
        try {
            trail.record(Access.refused(
                    AuditAction.SECURITY_ALERT, vain.device(), site, "", what + from(vain.address()) + and(others)));
        } catch (DataAccessException e) {
            synchronized (written) {
                written.remove(vain);
                passedOver += others;
            }
            throw e;
        }
    }

    /** What a proxy passes on as the caller's address need not be one. */
    private static String from(String address) {
        return ", from " + cut(address, LONGEST_ADDRESS);
    }

    private static String cut(String text, int most) {
        return text.substring(0, Math.min(text.length(), most));
    }

    private static String and(long others) {
        return others == 0 ? "" : "; " + others + " requests with devices' tokens in vain before it have no line";
    }
}
