package org.radhub.registry;

import java.time.Instant;

/**
 * A token that a device holds; the token itself is known to nobody but the device.
 *
 * @param name tells the tokens of a device apart, and opens nothing
 * @param issuedBy id of the person who had it issued
 */
public record DeviceToken(String aeTitle, String name, Instant issuedAt, String issuedBy) {}
