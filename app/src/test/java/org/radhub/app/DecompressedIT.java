package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Dcmtk.assumeInstalled("storescu", "storescp", "getscu", "movescu", "dcmdump", "dcmdrle", "dcmdjpls");
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
        Dcmtk.run("storescu", proposing, "-aet", ae, "-aec", "RADHUB", "127.0.0.1", port, image.toString());
        var study = Dcmtk.value(image, "0020,000d");
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
        Dcmtk.run(decoder, image.toString(), plain.toString());
        var expected = Dcmtk.pixels(plain, folder);

        var got = Files.createDirectory(folder.resolve(kept + "-got"));
        var get = new ArrayList<>(List.of("getscu", "-S", "-aet", ae, "-aec", "RADHUB", "-od"));
        get.add(got.toString());
        get.addAll(of);
        get.addAll(List.of("127.0.0.1", port));
        Dcmtk.run(get.toArray(String[]::new));
        assertThat(Dcmtk.pixels(Dcmtk.only(got), folder)).isEqualTo(expected);
        assertThat(Dcmtk.run("dcmdump", "+P", "0002,0010", Dcmtk.only(got).toString()))
                .contains("LittleEndianExplicit");

        var moved = Files.createDirectory(folder.resolve(kept + "-moved"));
        var listening = Dcmtk.freePort();
        new HubApi(hub, "admin").put("/api/devices/" + ae + "/called-at", Map.of("address", "127.0.0.1:" + listening));
        var receiver = Dcmtk.storescp(moved, listening, "+xi");
        try {
            var move = new ArrayList<>(List.of("movescu", "-S", "-aet", ae, "-aec", "RADHUB", "-aem", ae));
            move.addAll(of);
            move.addAll(List.of("127.0.0.1", port));
            Dcmtk.run(move.toArray(String[]::new));
            assertThat(Dcmtk.pixels(Dcmtk.only(moved), folder)).isEqualTo(expected);
            assertThat(Dcmtk.run("dcmdump", "+P", "0002,0010", Dcmtk.only(moved).toString()))
                    .contains("LittleEndianImplicit");
        } finally {
            receiver.destroy();
        }
    }
}
