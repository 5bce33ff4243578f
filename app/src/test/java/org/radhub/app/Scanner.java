package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A scanner of the demo region: DCMTK's storescu. */
final class Scanner {
    private Scanner() {}

    static void assumeInstalled() {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/storescu")),
                "DCMTK's storescu is not installed: nothing to send with");
    }

    /** Folder of the shared test data; the test is skipped where it is absent. */
    static Path data(String folder) {
        var data = Path.of(System.getProperty("radhub.shared.data", "../shared/data"))
                .resolve(folder);
        assumeTrue(Files.isDirectory(data), "no test data at " + data);
        return data;
    }

    /** Sends every file of the folder (of its own, or of all folders below) in one association, and expects success for each. */
    static void send(HubProcess hub, String aeTitle, Path folder) {
        try {
            var command = new ArrayList<>(List.of(
                    "storescu",
                    "-v",
                    "-xs",
                    "-aet",
                    aeTitle,
                    "-aec",
                    "RADHUB",
                    "+sd",
                    "+r",
                    "127.0.0.1",
                    String.valueOf(hub.dicomPort()),
                    folder.toString()));
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("TCP_NODELAY", "1");
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said).contains("Success").doesNotContain("Error:");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
