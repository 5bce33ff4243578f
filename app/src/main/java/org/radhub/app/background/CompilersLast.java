package org.radhub.app.background;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Puts the JVM's compilers behind everything else once the hub is up: what runs often is compiled a little later, and devices do not wait for
 * it where there are few processors. The JVM has an option for it, and warns about it wherever the hub is not root; a lower priority is for
 * anybody to take. Where this is no Linux, nothing happens.
 */
@Component
class CompilersLast {
    private static final Logger LOG = LoggerFactory.getLogger(CompilersLast.class);
    private static final Path THREADS = Path.of("/proc/self/task");

    /** About a tenth of what others get that want the same processor. */
    static final int NICENESS = 10;

    /** Compilers that the JVM adds later are begun by these, and inherit it. */
    @EventListener(ApplicationReadyEvent.class)
    void stepBack() {
        try {
            var compilers = compilers();
            if (!compilers.isEmpty()) {
                renice(compilers);
            }
        } catch (IOException e) {
            LOG.debug("the compilers keep their priority", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The system's numbers of the threads that compile. */
    static List<String> compilers() throws IOException {
        var compilers = new ArrayList<String>();
        if (Files.isDirectory(THREADS)) {
            try (var threads = Files.newDirectoryStream(THREADS)) {
                for (var thread : threads) {
                    if (isCompiler(thread)) {
                        compilers.add(thread.getFileName().toString());
                    }
                }
            }
        }
        return compilers;
    }

    private static boolean isCompiler(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm")).matches("C[12] Compiler(?s:.*)");
        } catch (NoSuchFileException e) {
            LOG.trace("thread {} has ended", thread, e);
            return false;
        }
    }

    private static void renice(List<String> threads) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("renice", "-n", String.valueOf(NICENESS), "-p"));
        command.addAll(threads);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        LOG.debug("renice of the compilers ended with {}", process.waitFor());
    }
}
