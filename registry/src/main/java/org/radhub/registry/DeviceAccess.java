package org.radhub.registry;

/**
 * What of the region a device may be told and sent: the studies of its own site, and those that people of its site hold a grant for, as they
 * read them there. A break-glass grant is one person's, and does not reach the site's devices.
 */
public interface DeviceAccess {
    /** Ask anew for each request: grants end. */
    Scope scopeOf(Device device);
}
