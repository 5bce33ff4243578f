package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** From a scanner to another hub, as an administrator sets it up through the API. The hub is its own neighbour: it stores to itself. */
class SendingIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String SECRET =
            "Basic " + Base64.getEncoder().encodeToString("admin:radhub-demo".getBytes(StandardCharsets.UTF_8));

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void a_study_goes_on_to_another_hub_and_the_queue_says_so() throws Exception {
        Scanner.assumeInstalled();
        try (var hub = HubProcess.start(folder.resolve("home"), Map.of())) {
            var admin = new HubApi(hub, "admin");
            var coordinator = new HubApi(hub, "coordinator");
            var destination =
                    Map.of("road", "dicomweb", "service", hub.address() + "/dicom-web", "authorization", SECRET);
            assertThat(coordinator.status("PUT", "/api/outgoing/destinations/OTHER-HUB", destination))
                    .isEqualTo(403);
            var put = admin.put("/api/outgoing/destinations/OTHER-HUB", destination);
            assertThat(put.path("authorized").asBoolean()).isTrue();
            assertThat(put.toString()).doesNotContain(SECRET);
            assertThat(admin.status("PUT", "/api/outgoing/destinations/NOWHERE", Map.of("road", "dicom")))
                    .isEqualTo(400);
            assertThat(admin.post("/api/outgoing/destinations/OTHER-HUB/check", Map.of())
                            .path("well")
                            .asBoolean())
                    .isTrue();
            admin.post(
                    "/api/outgoing/rules",
                    Map.of(
                            "name", "County A to its neighbour",
                            "sites", List.of("COUNTYA"),
                            "modalities", List.of("CT"),
                            "destinations", List.of("OTHER-HUB")));

            Scanner.send(hub, "COUNTYA_CT", Scanner.data("ct-series"));

            var sent = Eventually.get("the study at the other hub", LIMIT, () -> {
                var found = coordinator.get("/api/outgoing?state=sent");
                return found.path("total").asInt() == 1
                        ? Optional.of(found.path("items").path(0))
                        : Optional.empty();
            });
            assertThat(sent.path("confirmed").asInt()).isEqualTo(28);
            assertThat(sent.path("destination").asString()).isEqualTo("OTHER-HUB");
            var uid = sent.path("studyInstanceUid").asString();
            var sites = Eventually.get("the study of the other hub", LIMIT, () -> {
                var found = coordinator.get("/dicom-web/studies?StudyInstanceUID=" + uid);
                return found.size() == 2 ? Optional.of(found) : Optional.empty();
            });
            assertThat(sites).hasSize(2);
            var metrics = Eventually.get("the metrics", LIMIT, () -> {
                var text = new String(admin.bytes("/actuator/prometheus"), StandardCharsets.UTF_8);
                return text.contains("radhub_outgoing_dead{destination=\"OTHER-HUB\"}")
                        ? Optional.of(text)
                        : Optional.empty();
            });
            assertThat(metrics).contains("radhub_outgoing_waiting{destination=\"OTHER-HUB\"} 0.0");
        }
    }
}
