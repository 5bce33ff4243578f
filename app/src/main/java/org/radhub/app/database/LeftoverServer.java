package org.radhub.app.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL server that outlived its hub: a hub that is killed cannot stop it. */
final class LeftoverServer {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverServer.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private LeftoverServer() {}

    /** Stops the server that runs on this data directory, if one does, the fast way (SIGINT), and waits until it has gone. */
    static void stop(Path data) throws IOException {
        var found = running(data);
        if (found.isEmpty()) {
            return;
        }
        var server = found.get();
        LOG.info("stopping the database server {} that a killed hub left behind", server.pid());
        try {
            new ProcessBuilder("kill", "-INT", String.valueOf(server.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            server.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the leftover database server was stopping", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "the database server " + server.pid() + " that a killed hub left behind does not stop", e);
        }
    }

    /**
     * The server that runs on this data directory. The process id may have been given to another program meanwhile, even to another such
     * server, so it is looked at what the process is and where it works.
     */
    static Optional<ProcessHandle> running(Path data) throws IOException {
        try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
            var pid = Long.parseLong(lines.findFirst().orElse("").strip());
            return ProcessHandle.of(pid)
                    .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                    .filter(process -> worksIn(process, data));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean worksIn(ProcessHandle process, Path data) {
        try {
            return Files.isSameFile(Path.of("/proc", String.valueOf(process.pid()), "cwd"), data);
        } catch (IOException e) {
            LOG.debug("process {} is gone, or another user's", process.pid(), e);
            return false;
        }
    }
}
