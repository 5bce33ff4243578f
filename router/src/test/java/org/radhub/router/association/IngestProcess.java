package org.radhub.router.association;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.ds.PGSimpleDataSource;

/** Listener, spool, index and object store in a process of their own, to be killed. The database is outside. */
final class IngestProcess {
    private static final String LISTENING = "listening ";

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private IngestProcess(Process process) {
        this.process = process;
    }

    static IngestProcess start(Path home, String database) throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        IngestProcess.class.getName(),
                        home.toString(),
                        database)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var started = new IngestProcess(process);
        var reader = new Thread(started::follow, "ingest-log");
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    public static void main(String[] arguments) throws IOException {
        var database = new PGSimpleDataSource();
        database.setUrl(arguments[1]);
        database.setUser("postgres");
        var hub = Hub.storing(Path.of(arguments[0]), database);
        System.out.println(LISTENING + hub.port());
        // Ends when it is killed, and with the test at the latest.
        System.exit(System.in.read());
    }

    private void follow() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(LISTENING)) {
                    port.complete(Integer.parseInt(line.substring(LISTENING.length())));
                }
            }
            port.completeExceptionally(new IOException("it ended before it listened"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    int port() throws InterruptedException, ExecutionException, TimeoutException {
        return port.get(60, TimeUnit.SECONDS);
    }

    /** What its threads are doing, as the JDK shows it. */
    String threads() throws IOException {
        var jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        String.valueOf(process.pid()),
                        "Thread.print")
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** SIGKILL; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the process does not go");
        }
    }
}
