package org.radhub.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where sealed packs live: plain puts, ranges, heads, lists and deletes, so that any S3 will do. Keys are made by the hub, of
 * {@code [A-Za-z0-9._/-]}, at most 512 characters, no empty, {@code .} or {@code ..} segment; anything else is an {@link
 * IllegalArgumentException}. A store that does not answer, or refuses, is {@link Unavailable}. Whoever reads a key while it is put sees
 * the old object, the new one, or none; never a part.
 */
public interface ObjectStore {
    /** Which one it is, for an operator: its folder, or its bucket and where that is. */
    String place();

    /**
     * Puts the file's bytes under the key, in bounded memory whatever the size. When this returns, the store has confirmed all of it.
     *
     * @param sha256 hex digest of the file, kept with the object
     */
    void put(String key, Path file, String sha256) throws IOException;

    /**
     * Puts a file whose bytes nobody will change any more. A store on the file's own file system may keep the very file, under another name,
     * instead of a copy.
     *
     * @return whether it keeps the very file, so that reading the object back would tell nothing that reading the file did not
     */
    default boolean putForGood(String key, Path file, String sha256) throws IOException {
        put(key, file, sha256);
        return false;
    }

    /** Puts a small object, at most 16 MiB. */
    void put(String key, byte[] bytes) throws IOException;

    /** The object's bytes {@code from} to {@code from + length}; EOFException if it is shorter. The caller closes it. */
    InputStream get(String key, long from, long length) throws IOException;

    /** The object, from its beginning; NoSuchFileException if there is none. The caller closes it. */
    InputStream get(String key) throws IOException;

    /** The object's length in bytes; empty if there is none. */
    Optional<Long> length(String key) throws IOException;

    /** SHA-256, in hex, that was given when the object was put; empty if there is no such object, or nothing is known of it. */
    Optional<String> digest(String key) throws IOException;

    /**
     * Asks the store whether it can be used.
     *
     * @throws IOException if not; the message says why, for an operator, on one line
     */
    default void check() throws IOException {}

    /** All keys with this prefix, in any order. The caller closes the stream. */
    Stream<String> list(String prefix) throws IOException;

    /** Deletes the object; nothing happens if there is none. */
    void delete(String key) throws IOException;
}
