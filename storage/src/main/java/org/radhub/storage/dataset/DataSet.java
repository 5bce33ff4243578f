package org.radhub.storage.dataset;

import java.util.Optional;

/**
 * A data set that was read to its end, and that can be kept.
 *
 * @param length in bytes, as it was sent
 * @param sha256 of the bytes as they were sent, in hex
 * @param pixelFingerprint of its pixel data; empty if it has none
 */
public record DataSet(Header header, long length, String sha256, Optional<String> pixelFingerprint) {}
