package org.radhub.app.sending;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.radhub.router.Uncompressed;
import org.radhub.storage.Instance;
import org.radhub.viewer.UncompressedInstances;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Decompresses instances for peers by the viewers' codecs: to a file, so that a frame that cannot be decoded is found before anything was said to
 * the peer, and memory holds one frame.
 */
@Component
class Decompressed implements Uncompressed {
    private static final String NAME = "decompressed-";

    /** Files of this kind that there may be at once. */
    private static final int MOST = 8;

    private static final int PATIENCE_SECONDS = 60;

    private final Semaphore places = new Semaphore(MOST, true);
    private final UncompressedInstances instances;
    private final Path folder;

    Decompressed(UncompressedInstances instances, @Value("${radhub.home}") Path home) throws IOException {
        this.instances = instances;
        this.folder = Files.createDirectories(home.resolve("decompressed"));
        removeLeftovers();
    }

    /** What a process left that was killed. */
    private void removeLeftovers() throws IOException {
        try (var leftovers = Files.newDirectoryStream(folder, NAME + "*")) {
            for (var leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    @Override
    public InputStream dataSet(Instance instance, String transferSyntaxUid) throws IOException {
        return made(out -> instances.writeDataSet(instance, transferSyntaxUid, out))
                .bytes();
    }

    @Override
    public Part10 file(Instance instance) throws IOException {
        return made(out -> instances.writeFile(instance, out));
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private Part10 made(Writing writing) throws IOException {
        take();
        try {
            var file = written(writing);
            return new Part10(new Taken(file.bytes()), file.length());
        } catch (IOException | RuntimeException e) {
            places.release();
            throw e;
        }
    }

    private void take() throws IOException {
        try {
            if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("too many instances are being decompressed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Gives its place back when it is closed. */
    private final class Taken extends FilterInputStream {
        private final AtomicBoolean closed = new AtomicBoolean();

        Taken(InputStream file) {
            super(file);
        }

        @Override
        public void close() throws IOException {
            if (closed.compareAndSet(false, true)) {
                places.release();
                in.close();
            }
        }
    }

    private Part10 written(Writing writing) throws IOException {
        var file = Files.createTempFile(folder, NAME, "");
        try {
            try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
                writing.to(out);
            }
            var length = Files.size(file);
            return new Part10(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE), length);
        } catch (UncompressedInstances.Impossible e) {
            Files.deleteIfExists(file);
            throw new Impossible(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }
}
