package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** DCMTK's programs, as somebody uses them at a command line. */
final class Dcmtk {
    private static final Path PROGRAMS = Path.of("/usr/bin");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Dcmtk() {}

    static void assumeInstalled(String... programs) {
        for (var program : programs) {
            assumeTrue(Files.isExecutable(PROGRAMS.resolve(program)), "DCMTK's " + program + " is not installed");
        }
    }

    /** What it says; it has to end well. */
    static String run(String... command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TCP_NODELAY", "1");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    /** The value of a text element of a file, at its first place. */
    static String value(Path image, String tag) throws Exception {
        var matcher = Pattern.compile("\\[([^\\]]*)\\]").matcher(run("dcmdump", "+P", tag, image.toString()));
        assertThat(matcher.find()).as(tag + " of " + image).isTrue();
        return matcher.group(1);
    }

    /** The pixels of an image, as they stand in its file. */
    static byte[] pixels(Path image, Path scratch) throws Exception {
        var to = Files.createTempDirectory(scratch, "pixels");
        run("dcmdump", "+W", to.toString(), image.toString());
        return Files.readAllBytes(only(to));
    }

    static Path only(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            var all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    /** storescp, listening. Whoever started it destroys it. */
    static Process storescp(Path folder, int port, String... options) throws IOException {
        var command = new ArrayList<>(List.of("storescp", "-od", folder.toString()));
        command.addAll(List.of(options));
        command.add(String.valueOf(port));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        folder.resolveSibling(folder.getFileName() + ".log").toFile())
                .start();
        await().atMost(LIMIT).until(() -> answers(port));
        return process;
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
