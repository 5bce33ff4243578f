package org.radhub.storage.pack;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.radhub.storage.dataset.Digest;
import org.radhub.storage.dataset.FileMeta;

/** The data set of an instance that was kept, and the digests of it and of whole files. */
public final class DataSets {
    private static final int PIECE = 256 << 10;

    private DataSets() {}

    /**
     * Leaves the stream of a Part 10 file at the beginning of its data set.
     *
     * @throws IllegalArgumentException if it does not begin as the hub writes it
     * @throws EOFException if it ends before
     */
    public static InputStream in(InputStream file) throws IOException {
        var beginning = file.readNBytes(FileMeta.LENGTH_KNOWN);
        if (beginning.length < FileMeta.LENGTH_KNOWN) {
            throw new EOFException("ends within its File Meta Information");
        }
        long left = FileMeta.length(beginning) - (long) beginning.length;
        if (left < 0) {
            throw new IllegalArgumentException("File Meta Information of a negative length");
        }
        while (left > 0) {
            long skipped = file.readNBytes((int) Math.min(left, 4096)).length;
            if (skipped == 0) {
                throw new EOFException("ends within its File Meta Information");
            }
            left -= skipped;
        }
        return file;
    }

    /** Whether everything that is left in the stream is the data set of which this is the digest. */
    public static boolean isKnown(InputStream in, String recorded) throws IOException {
        var digest = Digest.like(recorded);
        var buffer = new byte[PIECE];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            digest.update(buffer, 0, count);
        }
        return digest.value().equals(recorded);
    }

    /** Whether everything that is left in the stream is a Part 10 file with the data set of which this is the digest. */
    public static boolean isSound(InputStream file, String recorded) throws IOException {
        try {
            return isKnown(in(file), recorded);
        } catch (IllegalArgumentException | EOFException e) {
            return false;
        }
    }

    /** The SHA-256, in hex, of everything that is left in the stream. */
    public static String digest(InputStream in) throws IOException {
        var digesting = digesting(in);
        var buffer = new byte[PIECE];
        while (digesting.read(buffer) >= 0) {
            // The digest sees what is read.
        }
        return digest(digesting);
    }

    public static DigestInputStream digesting(InputStream in) {
        try {
            return new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Of what was read through it. */
    public static String digest(DigestInputStream read) {
        return HexFormat.of().formatHex(read.getMessageDigest().digest());
    }
}
