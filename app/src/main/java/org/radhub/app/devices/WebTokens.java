package org.radhub.app.devices;

import java.util.List;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Device;
import org.radhub.registry.DeviceToken;
import org.radhub.registry.DeviceTokens;
import org.radhub.registry.Devices;
import org.springframework.stereotype.Component;

/** Issues and revokes the tokens that devices store with over the web; each of that is a line in the trail (PS3.15 A.5.3.11). */
@Component
public class WebTokens {
    private final DeviceTokens tokens;
    private final Devices devices;
    private final AuditTrail trail;

    WebTokens(DeviceTokens tokens, Devices devices, AuditTrail trail) {
        this.tokens = tokens;
        this.devices = devices;
        this.trail = trail;
    }

    public List<DeviceToken> of(String aeTitle) {
        return tokens.of(aeTitle);
    }

    /** As {@link DeviceTokens#issue}; the line is written before the token is shown. */
    public DeviceTokens.Issued issue(String aeTitle, String person) {
        var issued = tokens.issue(aeTitle, person);
        note(aeTitle, person, "web token " + issued.token().name() + " was issued");
        return issued;
    }

    /** As {@link DeviceTokens#revoke}. */
    public void revoke(String aeTitle, String name, String person) {
        tokens.revoke(aeTitle, name);
        note(aeTitle, person, "web token " + name + " was revoked");
    }

    private void note(String aeTitle, String person, String what) {
        var site = devices.find(aeTitle).map(Device::site).orElse("");
        trail.record(Access.to(AuditAction.SECURITY_ALERT, person, site, aeTitle, what));
    }
}
