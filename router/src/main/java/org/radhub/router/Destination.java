package org.radhub.router;

/**
 * Somewhere that studies are sent to.
 *
 * @param name unique, 1 to 32 capital letters, digits, hyphens or underscores
 * @param concurrency how many studies are sent to it at once, by all processes of the hub together; 1 to 32
 * @param enabled false: what is queued for it waits
 */
public record Destination(String name, Endpoint endpoint, int concurrency, boolean enabled) {}
