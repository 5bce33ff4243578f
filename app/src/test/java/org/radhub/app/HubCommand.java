package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of the packaged hub, as a person types it. */
record HubCommand(int exitCode, String out, String err) {
    static HubCommand run(Path home, Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                Path.of("target", "radhub.jar").toAbsolutePath().toString()));
        command.addAll(Arrays.asList(arguments));
        var out = Files.createTempFile(home.toAbsolutePath().getParent(), "out", ".txt");
        var err = Files.createTempFile(home.toAbsolutePath().getParent(), "err", ".txt");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("RADHUB_HOME", home.toString());
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return new HubCommand(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
