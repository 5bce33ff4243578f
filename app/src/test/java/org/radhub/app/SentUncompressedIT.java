package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A destination that takes uncompressed images alone, and hospitals that send compressed ones. */
class SentUncompressedIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String SAME_IMAGE = "dicom2nifti__IM-0001-0001-0001.dcm";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void what_comes_compressed_goes_on_uncompressed_and_what_cannot_says_why() throws Exception {
        Dcmtk.assumeInstalled("storescu", "storescp", "dcmdump", "dcmodify", "dcmdrle");
        var rle = Scanner.data("ts-variants").resolve("comp-rle").resolve(SAME_IMAGE);
        var j2k = copy(Scanner.data("ts-variants").resolve("comp-j2k").resolve(SAME_IMAGE), "j2k");
        Dcmtk.run("dcmodify", "-nb", "-gst", "-gse", "-gin", j2k.toString());
        var jls = copy(Scanner.data("ts-variants").resolve("comp-jls").resolve(SAME_IMAGE), "jls");
        Dcmtk.run("dcmodify", "-nb", "-gst", "-gse", "-gin", jls.toString());
        var lossy = copy(Scanner.data("us").resolve("pydicom__examples_ybr_color.dcm"), "lossy");
        Dcmtk.run("dcmodify", "-nb", "-e", "(0028,2110)", lossy.toString());
        var broken = copy(rle, "broken");
        Dcmtk.run("dcmodify", "-nb", "-gst", "-gse", "-gin", broken.toString());
        breakFirstFragment(broken);
        var received = Files.createDirectory(folder.resolve("received"));
        var port = Dcmtk.freePort();
        var settings = Map.of("RADHUB_SENDING_FIRSTWAIT", "200ms", "RADHUB_SENDING_LONGESTWAIT", "1s");
        var receiver = Dcmtk.storescp(received, port);
        try (var hub = HubProcess.start(folder.resolve("home"), settings)) {
            var admin = new HubApi(hub, "admin");
            sendAllTo(admin, port);
            store(hub, "COUNTYA_CT", "-xr", rle);
            store(hub, "COUNTYA_CT", "-xr", broken);
            store(hub, "COUNTYA_CT", "-xt", jls);
            store(hub, "COUNTYB_DR", "-xv", j2k);
            store(hub, "COUNTYB_DR", "-xy", lossy);

            ended(hub, "sent", 4);
            var dead = ended(hub, "dead", 1).path(0);
            assertThat(dead.path("studyInstanceUid").asString()).isEqualTo(Dcmtk.value(broken, "0020,000d"));
            assertThat(dead.path("lastError").asString()).contains("1 of 1 instances were not taken", "A900");
            var one = admin.get("/api/outgoing/" + dead.path("id").asString());
            assertThat(one.path("problems").path(0).path("problem").asString())
                    .startsWith("The destination takes it only uncompressed, and it cannot be decompressed: ");
        } finally {
            receiver.destroy();
        }
        var plain = folder.resolve("plain.dcm");
        Dcmtk.run("dcmdrle", rle.toString(), plain.toString());
        var expected = Dcmtk.pixels(plain, folder);
        for (var image : List.of(rle, j2k, jls)) {
            assertThat(Dcmtk.pixels(got(received, image), folder)).isEqualTo(expected);
        }
        var shown = got(received, lossy);
        assertThat(Dcmtk.value(shown, "0028,2110")).isEqualTo("01");
        assertThat(Dcmtk.value(shown, "0028,2114")).isEqualTo("ISO_10918_1");
        assertThat(Dcmtk.value(shown, "0028,0004")).isEqualTo("RGB");
        assertThat(Dcmtk.pixels(shown, folder)).hasSize(30 * 240 * 320 * 3);
        try (var left = Files.list(folder.resolve("home").resolve("decompressed"))) {
            assertThat(left).isEmpty();
        }
    }

    private static void sendAllTo(HubApi admin, int port) {
        admin.put(
                "/api/outgoing/destinations/PLAIN",
                Map.of(
                        "road", "dicom",
                        "host", "127.0.0.1",
                        "port", port,
                        "calledAeTitle", "PLAIN",
                        "callingAeTitle", "RADHUB"));
        admin.post("/api/outgoing/rules", Map.of("name", "All of it", "destinations", List.of("PLAIN")));
    }

    private static void store(HubProcess hub, String aeTitle, String proposing, Path image) throws Exception {
        var port = String.valueOf(hub.dicomPort());
        Dcmtk.run("storescu", proposing, "-aet", aeTitle, "-aec", "RADHUB", "127.0.0.1", port, image.toString());
    }

    private static JsonNode ended(HubProcess hub, String state, int count) {
        return Eventually.get(count + " studies " + state, LIMIT, () -> {
            var found = new HubApi(hub, "coordinator").get("/api/outgoing?state=" + state);
            return found.path("total").asInt() == count ? Optional.of(found.path("items")) : Optional.empty();
        });
    }

    private Path copy(Path image, String name) throws IOException {
        var copy = folder.resolve(name + ".dcm");
        Files.write(copy, Files.readAllBytes(image));
        return copy;
    }

    /** What the destination has under the image's own UID. */
    private static Path got(Path received, Path image) throws Exception {
        var uid = Dcmtk.value(image, "0008,0018");
        try (var files = Files.list(received)) {
            return files.filter(file -> file.getFileName().toString().endsWith("." + uid))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Makes the head of the RLE frame (PS3.5 G.5) announce segments that there are not. */
    private static void breakFirstFragment(Path image) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(image)).order(ByteOrder.LITTLE_ENDIAN);
        var at = 0;
        while (bytes.getInt(at) != 0x00107FE0 || bytes.getInt(at + 8) != 0xFFFFFFFF) {
            at++;
        }
        var offsetTable = at + 12;
        var fragment = offsetTable + 8 + bytes.getInt(offsetTable + 4);
        assertThat(bytes.getInt(fragment)).isEqualTo(0xE000FFFE);
        bytes.putInt(fragment + 8, 0x7FFFFFFF);
        Files.write(image, bytes.array());
    }
}
