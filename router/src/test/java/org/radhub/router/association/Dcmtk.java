package org.radhub.router.association;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** DCMTK's command line programs as peers; a test that needs one is skipped where it is not installed. */
public final class Dcmtk {
    private static final Path PROGRAMS = Path.of("/usr/bin");

    public record Outcome(int exitCode, String output) {}

    private Dcmtk() {}

    public static Outcome run(String program, List<String> arguments) throws IOException, InterruptedException {
        var path = PROGRAMS.resolve(program);
        assumeTrue(Files.isExecutable(path), program + " of DCMTK is not installed");
        var command = new ArrayList<String>();
        command.add(path.toString());
        command.addAll(arguments);
        var log = Files.createTempFile("dcmtk", ".log");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Outcome(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(log);
        }
    }
}
