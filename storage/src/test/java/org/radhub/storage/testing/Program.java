package org.radhub.storage.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A program of the machine. */
public final class Program {
    private Program() {}

    /** What it printed. */
    public record Result(int status, String output) {}

    /** Skips the test where the program is not installed. */
    public static Result run(String... command) throws IOException, InterruptedException {
        assumeTrue(installed(command[0]), command[0] + " is not installed on this machine");
        var process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return new Result(process.waitFor(), output);
    }

    private static boolean installed(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
