package org.radhub.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * One link of the chain: its hash is SHA-256 over a version, the previous hash, the number, the time in microseconds since 1970, and each
 * field of the access, every text as UTF-8 behind its length in four bytes, so that no two contents look the same to it.
 */
record Link(long number, Instant at, Access access, byte[] previousHash, byte[] hash) {
    private static final byte VERSION = 1;

    static Link make(long number, Instant at, Access access, byte[] previousHash) {
        return new Link(number, at, access, previousHash, hashOf(number, at, access, previousHash));
    }

    /** Whether this link, as read, has the hash that its content must have. */
    boolean holds() {
        return MessageDigest.isEqual(hash, hashOf(number, at, access, previousHash));
    }

    AuditEntry entry() {
        var hex = HexFormat.of();
        return new AuditEntry(number, at, access, hex.formatHex(previousHash), hex.formatHex(hash));
    }

    private static byte[] hashOf(long number, Instant at, Access access, byte[] previousHash) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.write(previousHash);
            out.writeLong(number);
            out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, at));
            text(out, access.actor());
            text(out, access.action().name());
            out.writeBoolean(access.success());
            text(out, access.site());
            text(out, access.object());
            text(out, access.detail());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sha256(bytes.toByteArray());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
