package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** A scanner of the demo region: DCMTK's storescu. */
final class Scanner {
    private Scanner() {}

    static void assumeInstalled() {
        Dcmtk.assumeInstalled("storescu");
    }

    /** Folder of the shared test data; the test is skipped where it is absent. */
    static Path data(String folder) {
        var data = Path.of(System.getProperty("radhub.shared.data", "../shared/data"))
                .resolve(folder);
        assumeTrue(Files.isDirectory(data), "no test data at " + data);
        return data;
    }

    /** Sends every file of the folder (of its own, or of all folders below) in one association, and expects success for each. */
    static void send(HubProcess hub, String aeTitle, Path folder) throws Exception {
        var said = Dcmtk.run(
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
                folder.toString());
        assertThat(said).contains("Success").doesNotContain("Error:");
    }
}
