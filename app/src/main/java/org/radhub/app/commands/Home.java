package org.radhub.app.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.core.env.Environment;

/** Makes sure, before anything is made there, that a folder is a hub's home: a command on another one would find that all is well. */
final class Home {
    private Home() {}

    /**
     * @param mayBeNew whether an empty folder will do where the object store lies elsewhere
     * @throws IllegalStateException if it is none
     */
    static void require(Environment environment, boolean mayBeNew) {
        var home = Path.of(environment.getRequiredProperty("radhub.home"))
                .toAbsolutePath()
                .normalize();
        var inS3 = !environment.getProperty("radhub.s3.endpoint", "").isBlank();
        if (!Files.isDirectory(home)) {
            throw new IllegalStateException("there is no folder " + home + "; set RADHUB_HOME to the hub's folder");
        }
        var hubs = Files.exists(home.resolve("node-id")) || !inS3 && holdsSomething(home.resolve("objects"));
        if (!hubs && !(inS3 && mayBeNew && !holdsSomething(home))) {
            throw new IllegalStateException(home + " is no hub's folder: it has neither a node-id nor objects;"
                    + " set RADHUB_HOME to the one that has");
        }
    }

    private static boolean holdsSomething(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (var content = Files.list(folder)) {
            return content.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
