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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Peers that take uncompressed images alone, and a hub that keeps them compressed. */
class DecompressedIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void what_a_peer_does_not_take_compressed_it_is_sent_uncompressed_pixel_by_pixel_the_same() throws Exception {
        for (var program : List.of("storescu", "storescp", "getscu", "movescu", "dcmdump", "dcmdrle", "dcmdjpls")) {
            assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), "DCMTK's " + program + " is not installed");
        }
        try (var hub = HubProcess.start(folder.resolve("home"), Map.of())) {
            same(hub, "comp-rle", "-xr", "dcmdrle");
            same(hub, "comp-jls", "-xt", "dcmdjpls");
        }
        try (var left = Files.list(folder.resolve("home").resolve("decompressed"))) {
            assertThat(left).isEmpty();
        }
    }

    private void same(HubProcess hub, String kept, String proposing, String decoder) throws Exception {
        Path image;
        try (var images = Files.list(Scanner.data("ts-variants").resolve(kept))) {
            image = images.sorted().findFirst().orElseThrow();
        }
        var port = String.valueOf(hub.dicomPort());
        // From another hospital each, as they are the same instances.
        var ae = kept.equals("comp-rle") ? "COUNTYA_CT" : "COUNTYB_DR";
        run("storescu", proposing, "-aet", ae, "-aec", "RADHUB", "127.0.0.1", port, image.toString());
        var study = value(image, "0020,000d");
        var of = List.of("-k", "0008,0052=STUDY", "-k", "0020,000D=" + study);
        Eventually.get("the image", LIMIT, () -> {
            var found = new HubApi(hub, "coordinator").get("/dicom-web/studies?StudyInstanceUID=" + study);
            for (var one : found) {
                if (one.toString().contains(study)) {
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        });
        var plain = folder.resolve(kept + ".dcm");
        run(decoder, image.toString(), plain.toString());
        var expected = pixels(plain, kept + "-expected");

        var got = Files.createDirectory(folder.resolve(kept + "-got"));
        var get = new ArrayList<>(List.of("getscu", "-S", "-aet", ae, "-aec", "RADHUB", "-od"));
        get.add(got.toString());
        get.addAll(of);
        get.addAll(List.of("127.0.0.1", port));
        run(get.toArray(String[]::new));
        assertThat(pixels(only(got), kept + "-by-get")).isEqualTo(expected);
        assertThat(run("dcmdump", "+P", "0002,0010", only(got).toString())).contains("LittleEndianExplicit");

        var moved = Files.createDirectory(folder.resolve(kept + "-moved"));
        var listening = freePort();
        new HubApi(hub, "admin").put("/api/devices/" + ae + "/called-at", Map.of("address", "127.0.0.1:" + listening));
        var receiver = new ProcessBuilder("storescp", "+xi", "-od", moved.toString(), String.valueOf(listening))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(kept + "-storescp.log").toFile())
                .start();
        try {
            await().atMost(LIMIT).until(() -> answers(listening));
            var move = new ArrayList<>(List.of("movescu", "-S", "-aet", ae, "-aec", "RADHUB", "-aem", ae));
            move.addAll(of);
            move.addAll(List.of("127.0.0.1", port));
            run(move.toArray(String[]::new));
            assertThat(pixels(only(moved), kept + "-by-move")).isEqualTo(expected);
            assertThat(run("dcmdump", "+P", "0002,0010", only(moved).toString()))
                    .contains("LittleEndianImplicit");
        } finally {
            receiver.destroy();
        }
    }

    private static Path only(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            var all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private byte[] pixels(Path image, String name) throws Exception {
        var to = Files.createDirectory(folder.resolve(name + "-pixels"));
        run("dcmdump", "+W", to.toString(), image.toString());
        return Files.readAllBytes(only(to));
    }

    private static String value(Path image, String tag) throws Exception {
        var matcher = Pattern.compile("\\[([^\\]]*)\\]").matcher(run("dcmdump", "+P", tag, image.toString()));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static int freePort() throws IOException {
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

    private static String run(String... command) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TCP_NODELAY", "1");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
