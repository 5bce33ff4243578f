package org.radhub.app.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.springframework.core.env.Environment;

/** Makes sure, before anything of a home is touched, that no hub runs on it. */
final class HomeAlone {
    /** What a running hub holds a lock on: its spool's file, and its embedded database's. */
    private static final List<String> LOCKS = List.of("spool/.lock", "postgres/hub.lock");

    private HomeAlone() {}

    /** @throws IllegalStateException if one does */
    static void require(Environment environment) {
        var home = Path.of(environment.getRequiredProperty("radhub.home"));
        for (var name : LOCKS) {
            var file = home.resolve(name);
            if (Files.exists(file) && isHeld(file)) {
                throw new IllegalStateException(
                        "a hub is running on " + home.toAbsolutePath().normalize() + "; stop it first");
            }
        }
    }

    private static boolean isHeld(Path file) {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
