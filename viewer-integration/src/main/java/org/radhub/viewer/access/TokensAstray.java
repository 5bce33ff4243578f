package org.radhub.viewer.access;

import jakarta.servlet.http.HttpServletRequest;
import org.radhub.registry.DeviceTokens;
import org.radhub.viewer.StrayTokens;
import org.springframework.stereotype.Component;

@Component
class TokensAstray implements StrayTokens {
    private final DeviceTokens devices;
    private final TokenAlerts alerts;

    TokensAstray(DeviceTokens devices, TokenAlerts alerts) {
        this.devices = devices;
        this.alerts = alerts;
    }

    @Override
    public void look(HttpServletRequest request) {
        var from = request.getRemoteAddr();
        Gate.token(request, DeviceTokens.PREFIX).ifPresent(secret -> devices.holder(secret)
                .ifPresentOrElse(
                        device -> alerts.misused(device, from, Gate.use(request)),
                        () -> alerts.ended(devices.issued(secret), from)));
    }
}
