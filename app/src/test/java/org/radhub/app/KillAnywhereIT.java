package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Any process may be killed at any instant, and the next start carries on: no study between two states, none counted twice. */
class KillAnywhereIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> STEPS = List.of(
            "received",
            "complete",
            "stored",
            "assigned",
            "opened",
            "preliminary",
            "signed",
            "delivered",
            "acknowledged");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private HubProcess hub;

    @BeforeEach
    void start() throws IOException {
        Scanner.assumeInstalled();
        hub = HubProcess.start(folder.resolve("home"), Map.of());
    }

    @AfterEach
    void stop() {
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void the_same_case_finishes_although_the_hub_is_killed_at_each_of_its_steps() throws Exception {
        Scanner.send(hub, "COUNTYA_CT", Scanner.data("ct-series"));
        // From acknowledged bytes to an assigned case the hub works alone: it is killed at once, and again at later and
        // later moments.
        for (var after : List.of(0, 700, 1500, 3000, 3600)) {
            LockSupport.parkNanos(Duration.ofMillis(after).toNanos());
            killAndStartAgain();
        }
        var id = Eventually.get("the case", LIMIT, this::assignedCase);
        killAndStartAgain();

        var reader = new HubApi(hub, "coordinator")
                .get("/api/cases/" + id)
                .path("reader")
                .asString();
        step(id, reader, "opened", api -> api.post("/api/cases/" + id + "/open", Map.of()));
        var draft = Map.of("findings", "脑实质未见异常密度。", "impression", "头颅平扫未见明显异常。", "critical", false);
        new HubApi(hub, reader).put("/api/cases/" + id + "/draft", draft);
        killAndStartAgain();
        assertThat(new HubApi(hub, reader)
                        .get("/api/cases/" + id + "/draft")
                        .path("impression")
                        .asString())
                .isEqualTo(draft.get("impression"));
        step(id, reader, "preliminary", api -> api.post("/api/cases/" + id + "/preliminary", Map.of()));
        step(id, reader, "signed", api -> api.post("/api/cases/" + id + "/sign", Map.of("password", "radhub-demo")));
        Eventually.holds("delivery", LIMIT, () -> steps(id).contains("delivered"));
        killAndStartAgain();
        var delivery = new HubApi(hub, "countya").get("/api/cases/" + id).path("deliveries");
        var last = delivery.get(delivery.size() - 1).path("id").asString();
        step(id, "countya", "acknowledged", api -> api.post("/api/deliveries/" + last + "/acknowledge", Map.of()));

        var end = new HubApi(hub, "coordinator").get("/api/cases/" + id);
        assertThat(end.path("state").asString()).isEqualTo("acknowledged");
        assertThat(steps(id)).containsSubsequence(STEPS);
        for (var once : STEPS) {
            if (!once.equals("delivered")) {
                assertThat(steps(id)).as("'%s' is on the ledger once", once).containsOnlyOnce(once);
            }
        }
        assertThat(end.path("instances").asInt()).isEqualTo(28);
        assertThat(new HubApi(hub, "coordinator")
                        .get("/api/cases")
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(new String(
                        new HubApi(hub, "countya").bytes("/api/cases/" + id + "/report.pdf"),
                        0,
                        5,
                        StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
    }

    private Optional<String> assignedCase() {
        return items(new HubApi(hub, "coordinator").get("/api/cases")).stream()
                .filter(found -> found.path("state").asString().equals("assigned"))
                .map(found -> found.path("id").asString())
                .findFirst();
    }

    /**
     * Does the step and kills the hub while it is being done; after the next start the step is either wholly done or not at all, and can then be
     * done. Kills once more after it.
     */
    private void step(String id, String person, String step, Consumer<HubApi> verb) throws IOException {
        var api = new HubApi(hub, person);
        var doing = new Thread(() -> attempt(api, verb), "doing-" + step);
        doing.start();
        LockSupport.parkNanos(Duration.ofMillis(15).toNanos());
        killAndStartAgain();
        if (!steps(id).contains(step)) {
            verb.accept(new HubApi(hub, person));
        }
        assertThat(steps(id)).contains(step);
        killAndStartAgain();
        assertThat(steps(id)).contains(step);
    }

    // The answer is not waited for: the hub is being killed meanwhile, and what it did is looked up afterwards.
    private static void attempt(HubApi api, Consumer<HubApi> verb) {
        try {
            verb.accept(api);
        } catch (IllegalStateException interrupted) {
            System.out.println("cut off as intended: " + interrupted.getMessage());
        }
    }

    private List<String> steps(String id) {
        var steps = new ArrayList<String>();
        new HubApi(hub, "coordinator")
                .get("/api/cases/" + id)
                .path("ledger")
                .forEach(entry -> steps.add(entry.path("step").asString()));
        return steps;
    }

    private void killAndStartAgain() throws IOException {
        hub.kill();
        hub = HubProcess.start(folder.resolve("home"), Map.of());
    }

    private static List<JsonNode> items(JsonNode page) {
        var items = new ArrayList<JsonNode>();
        page.path("items").forEach(items::add);
        return items;
    }
}
