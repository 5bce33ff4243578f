package org.radhub.audit;

import java.time.Instant;

/**
 * A line of the trail.
 *
 * @param number position in the chain, from 1, without gaps
 * @param hash SHA-256, in hex, over the previous line's hash and this line's content
 */
public record AuditEntry(long number, Instant at, Access access, String previousHash, String hash) {}
