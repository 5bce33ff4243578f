package org.radhub.app.health;

import org.springframework.boot.health.contributor.Status;

/**
 * A part that does less than it should, while the hub goes on and will catch up by itself: something to look at, and no reason to send
 * anybody elsewhere. Answered with 200.
 */
final class Degraded {
    static final Status STATUS = new Status("DEGRADED");

    private Degraded() {}
}
