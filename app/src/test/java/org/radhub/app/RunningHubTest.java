package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.router.Listener;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole hub on its embedded parts, which sends its demo studies to itself: what monitoring and a load balancer see of it. */
@SpringBootTest(
        classes = RadhubApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        args = "--demo-studies",
        properties = {"radhub.demo=true", "radhub.dicom.port=0"})
@DirtiesContext
class RunningHubTest {
    @TempDir
    static Path home;

    @TempDir
    static Path certificates;

    @LocalServerPort
    private int port;

    @Autowired
    private Listener listener;

    @Autowired
    private ConfigurableApplicationContext context;

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("radhub.home", home::toString);
        settings.add("radhub.dicom.tls.trust", () -> trusted(certificates.resolve("trust.pem"))
                .toString());
        settings.add("radhub.dicom.tls.look", () -> "100ms");
    }

    @Test
    void monitoring_reads_every_part_and_a_load_balancer_is_told_whom_to_send_where() throws Exception {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(get("/actuator/prometheus").body())
                        .contains("radhub_dicom_instances_total{device=\"COUNTYA_CT\",site=\"COUNTYA\"}")
                        .contains("radhub_dicom_received_bytes_total{device=\"COUNTYA_CT\"")
                        .contains("radhub_dicom_associations_accepted_total{device=\"COUNTYA_CT\"")
                        .contains("radhub_dicom_associations_open{device=\"COUNTYA_CT\"")
                        .contains("radhub_dicom_store_seconds_bucket{status=\"0000\",le=\"0.01\"}")
                        .containsPattern("radhub_index_batch_instances_count [1-9]")
                        .contains("radhub_index_write_seconds_bucket")
                        .contains("radhub_index_waiting")
                        .containsPattern("radhub_spool_free_bytes [1-9]")
                        .contains("radhub_spool_size_bytes")
                        .contains("radhub_uploads_waiting")
                        .contains("radhub_uploads_failing 0.0")
                        .contains("radhub_instances_lost 0.0")
                        .contains("radhub_packs_damaged 0.0")
                        .contains("radhub_conflicts_open 0.0")
                        .containsPattern("radhub_studies_completed_total\\{evidence=\"[a-z_]+\"} [1-9]")
                        .containsPattern("radhub_cases\\{state=\"(assigned|waiting)\"} [1-9]")
                        .contains("radhub_deliveries{state=\"dead\"} 0.0")
                        .containsPattern("radhub_outbox_waiting [0-9]")
                        .contains("hikaricp_connections_active"));
        assertThat(get("/actuator/prometheus").body()).doesNotContain("NaN");

        for (var path : new String[] {"", "/liveness", "/readiness", "/intake"}) {
            assertThat(get("/actuator/health" + path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(health("").at("/components").propertyNames())
                .contains("dicom", "spool", "index", "store", "lost", "processes", "outbox", "deliveries", "db");

        assertThat(health("/readiness").at("/components").propertyNames()).contains("db", "index");

        var dicom = (SmartLifecycle) listener;
        dicom.stop();
        try {
            assertThat(get("/actuator/health/intake").statusCode()).isEqualTo(503);
            assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        } finally {
            dicom.start();
        }
        assertThat(get("/actuator/health/intake").statusCode()).isEqualTo(200);
    }

    @Test
    void sign_ins_are_looked_for_only_once_their_table_is_there() {
        assertThat(context.getBeanFactory().getDependenciesForBean("sessionRepository"))
                .anyMatch(bean -> bean.toLowerCase(Locale.ROOT).contains("flyway"));
    }

    /** What it depends on would be started before it, whatever its phase. */
    @Test
    void others_hear_of_this_process_before_it_takes_anything_and_until_it_takes_nothing_more() {
        var pulse = Stream.of(context.getBeanFactory().getBeanNamesForType(SmartLifecycle.class))
                .filter(name -> name.toLowerCase(Locale.ROOT).endsWith("pulse"))
                .findFirst()
                .orElseThrow();

        assertThat(context.getBean(pulse, SmartLifecycle.class).getPhase())
                .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
        assertThat(context.getBeanFactory().getDependenciesForBean(pulse))
                .noneMatch(bean -> context.containsBean(bean) && context.getBean(bean) instanceof Lifecycle);
    }

    @Test
    void certificates_on_disk_that_cannot_be_used_are_named_in_health_and_keep_nobody_away() throws Exception {
        var trust = certificates.resolve("trust.pem");
        Files.writeString(trust, "torn");
        await().untilAsserted(() ->
                assertThat(health("").at("/components/dicom/status").asString()).isEqualTo("DEGRADED"));
        assertThat(api("admin", "/actuator/health")
                        .at("/components/dicom/details/tlsProblem")
                        .asString())
                .contains("trust.pem");
        assertThat(get("/actuator/health/intake").statusCode()).isEqualTo(200);

        trusted(trust);
        await().untilAsserted(() ->
                assertThat(health("").at("/components/dicom/status").asString()).isEqualTo("UP"));
    }

    /** One of the certificates that Java trusts. */
    private static Path trusted(Path file) {
        try {
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            var issuer = ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers()[0];
            var encoded = Base64.getMimeEncoder().encodeToString(issuer.getEncoded());
            return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_new_sign_in_may_ask_for_many_things_at_once() throws Exception {
        var page = get("/login").body();
        var token = page.replaceAll("(?s).*name=\"_csrf\"[^>]*value=\"([^\"]+)\".*", "$1");
        var form = "username=admin&password=radhub-demo&_csrf=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        client.send(
                HttpRequest.newBuilder(address("/login"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.discarding());
        var answers = Stream.of("/arrivals", "/devices", "/css/base.css", "/css/parts.css", "/js/base.js")
                .flatMap(path -> IntStream.range(0, 8).mapToObj(i -> path))
                .map(path ->
                        client.sendAsync(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.discarding()))
                .toList();
        assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsOnly(200);
    }

    @Test
    void the_api_says_what_the_arrivals_page_shows_and_lets_a_caller_in() throws Exception {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(
                        api("coordinator", "/api/arrivals").at("/devices").valueStream())
                .anyMatch(device -> device.at("/aeTitle").asString().equals("COUNTYA_CT")
                        && device.at("/instances").asLong() > 0));
        assertThat(api("admin", "/api/arrivals").at("/spool/freeBytes").asLong())
                .isPositive();
        assertThat(api("countya", "/api/arrivals").at("/refusedCalls").isNull()).isTrue();
        assertThat(api("countya", "/api/arrivals").at("/devices").valueStream())
                .allMatch(device -> device.at("/site").asString().equals("COUNTYA"));
        var body = "{\"aeTitle\":\"COUNTYB_CT2\",\"address\":\"10.1.2.3\",\"site\":\"COUNTYB\"}";
        assertThat(post("coordinator", "/api/refused-calls/admit", body).statusCode())
                .isEqualTo(403);
        assertThat(post("admin", "/api/refused-calls/admit", body).statusCode()).isEqualTo(200);
        assertThat(api("admin", "/api/devices").valueStream())
                .anyMatch(device -> device.at("/aeTitle").asString().equals("COUNTYB_CT2"));
    }

    @Test
    void a_nul_in_a_question_is_a_bad_question() throws Exception {
        for (var path : new String[] {"/api/cases?site=a%00b", "/dicom-web/studies?PatientID=a%00b"}) {
            var answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    private JsonNode health(String path) throws Exception {
        return JsonMapper.shared().readTree(get("/actuator/health" + path).body());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    }

    private JsonNode api(String person, String path) throws Exception {
        var request = as(person, path).build();
        return JsonMapper.shared()
                .readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private HttpResponse<String> post(String person, String path, String body) throws Exception {
        var request = as(person, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder as(String person, String path) {
        var credentials =
                Base64.getEncoder().encodeToString((person + ":radhub-demo").getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder(address(path)).header("Authorization", "Basic " + credentials);
    }
}
