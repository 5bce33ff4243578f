package org.radhub.storage.pack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.UUID;
import org.radhub.storage.WrongSetting;
import org.radhub.storage.disk.Durable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a spool from the folder on which its disk should be mounted and is not. A file in the spool says whose it is, and one in the home says
 * that the spool has such a file, so that a spool of an earlier version gets one and an empty folder does not.
 */
final class SpoolMark {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolMark.class);
    private static final String NODE_ID = "node-id";
    private static final String EXPECTED = "spool-expected";
    private static final String WHY = """
            The hub does not start where the folder spool has no file node-id: the disk of the spool is not mounted then.
            Delete this file, or that folder, if that disk is gone for good, and the next start begins a new spool.
            """;

    private final Path spool;
    private final Path own;
    private final Path mark;
    private final Path expected;

    SpoolMark(Path home, Path spool) {
        this.spool = spool;
        this.own = home.resolve(NODE_ID);
        this.mark = spool.resolve(NODE_ID);
        this.expected = home.resolve(EXPECTED);
    }

    /**
     * Changes nothing, so that nothing is left in a folder that a disk is mounted on later.
     *
     * @throws WrongSetting if this is not the spool that the home had
     */
    void require() throws IOException {
        // In this order, as another process may be starting: what is expected was there before.
        if (Files.exists(expected) && !Files.exists(mark)) {
            if (!Files.exists(spool, LinkOption.NOFOLLOW_LINKS)) {
                // A disk is mounted on a folder, or linked to: this was taken away on purpose.
                LOG.warn(
                        "there is no folder {} any more; a new spool is begun, and what had not left the old one is lost",
                        shown(spool));
                return;
            }
            throw new WrongSetting("the disk of the spool is not mounted at " + shown(spool) + ": the file " + NODE_ID
                    + " that the hub made in it is not there; mount it, or, if it is gone for good, delete "
                    + shown(expected) + ": a new spool is begun then, and what had not left the old one"
                    + " is counted as lost until it is sent again");
        }
        if (Files.exists(mark) && Files.exists(own) && !read(mark).equals(read(own))) {
            throw new WrongSetting("the spool at " + shown(spool) + " is another hub's: its file " + NODE_ID + " says "
                    + read(mark) + ", and " + shown(own) + " says " + read(own)
                    + "; mount the disk of this hub's spool, or, to go on with this one and what is in it, delete "
                    + shown(mark) + " and " + shown(expected));
        }
    }

    /** Names the spool in the index: made once, and kept with it. Where the home was lost, the spool still says it. */
    UUID node() throws IOException {
        if (!Files.exists(own)) {
            var name = Files.exists(mark) ? read(mark) : UUID.randomUUID().toString();
            Durable.write(own, (UUID.fromString(name) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return UUID.fromString(read(own));
    }

    /** Marks the spool as the node's. Whoever is killed meanwhile has said nothing in the home that does not hold. */
    void set(UUID node) {
        try {
            if (!Files.exists(mark)) {
                Durable.write(mark, (node + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            if (!Files.exists(expected)) {
                Durable.write(expected, WHY.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // As on a disk that is full: what lies there has to be able to leave it.
            LOG.warn("it would not be noticed if the disk of the spool was not mounted at the next start", e);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    }

    private static Path shown(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
