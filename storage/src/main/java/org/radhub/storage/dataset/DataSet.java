package org.radhub.storage.dataset;

import java.util.Optional;

/**
 * A data set that was read to its end, and that can be kept.
 *
 * @param length in bytes, as it was sent
 * @param digest of the bytes as they were sent, see {@link Digest}
 * @param pixelFingerprint the digest of its pixel data; empty if it has none
 */
public record DataSet(Header header, long length, String digest, Optional<String> pixelFingerprint) {}
