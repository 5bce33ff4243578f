package org.radhub.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged hub, as a process of its own, to be used and to be killed. Its log goes to {@code radhub.log} beside its home. */
final class HubProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Pattern READY = Pattern.compile("radhub ready: (http://\\S+) · DICOM RADHUB@(\\S+):(\\d+)");

    private final Process process;
    private final String address;
    private final int dicomPort;

    private HubProcess(Process process, String address, int dicomPort) {
        this.process = process;
        this.address = address;
        this.dicomPort = dicomPort;
    }

    /** Starts the hub on this home, with the demo region, on free ports, and waits for its ready line. */
    static HubProcess start(Path home, Map<String, String> environment) throws IOException {
        var jar = Path.of("target", "radhub.jar").toAbsolutePath();
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is not built: run mvn package first");
        }
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("..", "jvm.options").toAbsolutePath(),
                "-Xmx768m",
                "-jar",
                jar.toString()));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "RADHUB_HOME", home.toString(),
                        "RADHUB_DEMO", "true",
                        "RADHUB_HTTP_PORT", "0",
                        "RADHUB_DICOM_PORT", "0"));
        builder.environment().putAll(environment);
        var process = builder.start();
        var ready = new CompletableFuture<Matcher>();
        var log = home.resolveSibling(home.getFileName() + ".log");
        var reader = new Thread(() -> follow(process, log, ready), "hub-log");
        reader.setDaemon(true);
        reader.start();
        try {
            var line = ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return new HubProcess(process, line.group(1), Integer.parseInt(line.group(3)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("the hub did not start; see " + log, e);
        }
    }

    private static void follow(Process process, Path log, CompletableFuture<Matcher> ready) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var kept = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                kept.write(line);
                kept.newLine();
                kept.flush();
                var matcher = READY.matcher(line);
                if (matcher.matches()) {
                    ready.complete(matcher);
                }
            }
            ready.completeExceptionally(new IOException("the hub ended before it was ready"));
        } catch (IOException e) {
            ready.completeExceptionally(new UncheckedIOException(e));
        }
    }

    String address() {
        return address;
    }

    int dicomPort() {
        return dicomPort;
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL: the hub does not get to do anything any more. */
    void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(30));
    }

    /** SIGTERM, and waits until it has gone. */
    @Override
    public void close() {
        process.destroy();
        await(Duration.ofSeconds(60));
    }

    private void await(Duration limit) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the hub does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
