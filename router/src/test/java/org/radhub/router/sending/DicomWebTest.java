package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Listener;
import org.radhub.router.SendingProblem;
import org.radhub.router.SendingState;
import org.radhub.router.testing.Images;
import org.radhub.router.testing.Orthanc;
import org.radhub.router.testing.SendingHub;

/** Sending by STOW-RS, to Orthanc and to a server that answers as a test tells it to. */
class DicomWebTest extends SendingScene {
    private static final Pattern UID = Pattern.compile("1\\.2\\.826\\.1\\.\\d+\\.1\\.\\d+");

    private record Answer(int status, String body) {}

    /** SOP Instance UIDs of each request. */
    private final List<List<String>> requests = new CopyOnWriteArrayList<>();

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile Function<List<String>, Answer> script;

    @BeforeEach
    void serve() throws IOException {
        requests.clear();
        authorizations.clear();
        script = uids -> new Answer(200, kept(uids));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/dicom-web/studies", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void what_arrives_goes_to_orthanc_by_both_roads_byte_for_byte(@TempDir Path temp) throws IOException {
        try (var orthanc = new Orthanc(temp, "ORTHANC", hub.a(Listener.class).port())) {
            hub.a(Devices.class).put(new Device("ORTHANC", SendingHub.SITE, "Orthanc", "", List.of("127.0.0.1"), true));
            hub.destination("ORTHANC", orthanc.dicomPort(), 1, true);
            sendAllTo("ORTHANC-WEB", orthanc.dicomWeb());
            assertThat(hub.outgoing().verify("ORTHANC")).isEmpty();
            assertThat(hub.outgoing().verify("ORTHANC-WEB")).isEmpty();
            hub.receive(study, 1, 71, 20_000);
            hub.sendings(study, 1, SendingState.SENT);
            assertThat(orthanc.received()).hasSize(70);

            hub.forgetRules();
            hub.rule(Set.of("ORTHANC"), Set.of());
            hub.receive(study + "9", 1, 6, 20_000);
            // Orthanc reports on an association of its own.
            hub.sendings(study + "9", 1, SendingState.COMMITTED);

            var received = orthanc.received();
            assertThat(received).hasSize(75);
            for (var number = 1; number < 71; number++) {
                var uid = SendingHub.uid(study, number);
                assertThat(received.get(uid)).isEqualTo(Images.ct(study, study + ".1", uid, 20_000));
            }
        }
    }

    @Test
    void only_what_the_answer_names_as_kept_is_confirmed() {
        receives(3);
        var missing = SendingHub.uid(study, 2);
        script = uids -> new Answer(
                200,
                kept(uids.stream()
                        .filter(uid -> requests.size() > 1 || !uid.equals(missing))
                        .toList()));
        sendAllTo(pacs, base());

        hub.sendings(study, 1, SendingState.SENT);

        assertThat(requests).hasSize(2);
        assertThat(requests.get(1)).containsExactly(missing);
        assertThat(authorizations).containsOnly("Bearer secret");
    }

    @Test
    void what_the_server_refuses_for_good_is_a_dead_letter_and_the_rest_is_kept() {
        receives(3);
        var bad = SendingHub.uid(study, 2);
        script = uids -> {
            var rest = new ArrayList<>(uids);
            return rest.remove(bad) ? new Answer(409, failed(bad, 0xA900, rest)) : new Answer(200, kept(rest));
        };
        sendAllTo(pacs, base());

        var dead = hub.sendings(study, 1, SendingState.DEAD).get(0);

        assertThat(dead.confirmed()).isEqualTo(2);
        assertThat(hub.outgoing().problems(dead.id())).singleElement().satisfies(problem -> {
            assertThat(problem.sopInstanceUid()).isEqualTo(bad);
            assertThat(problem.kind()).isEqualTo(SendingProblem.Kind.PERMANENT);
            assertThat(problem.times()).isEqualTo(3);
        });
        assertThat(requests.stream().map(List::size)).containsExactly(3, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0111, 0xB00E})
    void an_instance_that_the_server_says_it_has_already_is_confirmed(int reason) {
        receives(3);
        var there = SendingHub.uid(study, 2);
        script = uids -> {
            var rest = new ArrayList<>(uids);
            rest.remove(there);
            return new Answer(409, failed(there, reason, rest));
        };
        sendAllTo(pacs, base());

        var sent = hub.sendings(study, 1, SendingState.SENT).get(0);

        assertThat(sent.confirmed()).isEqualTo(3);
        assertThat(requests).hasSize(1);
        assertThat(hub.outgoing().problems(sent.id()))
                .extracting(SendingProblem::kind)
                .containsExactly(SendingProblem.Kind.WARNING);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void no_file_stays_open_for_a_server_that_breaks_off_while_it_receives(@TempDir Path home) throws Exception {
        try (var impatient = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var sender = new SendingHub(home, TestDatabase.fresh())) {
            var calls = new AtomicInteger();
            new Thread(() -> breakOff(impatient, calls)).start();
            var service = URI.create("http://127.0.0.1:" + impatient.getLocalPort() + "/dicom-web");
            sender.outgoing()
                    .put(
                            new Destination("BUSY", new Endpoint.DicomWeb(service, Optional.empty()), 1, true),
                            SendingHub.PERSON);
            sender.rule(Set.of("BUSY"), Set.of());
            // More than the sockets hold.
            sender.receive(study, 1, 6, 8 << 20);

            await().atMost(LIMIT).until(() -> calls.get() >= 3);

            sender.switchOff();
            await().atMost(LIMIT).untilAsserted(() -> assertThat(openBelow(home.resolve("objects")))
                    .isZero());
        }
    }

    private static void breakOff(ServerSocket server, AtomicInteger calls) {
        while (!server.isClosed()) {
            try (var call = server.accept()) {
                call.getInputStream().readNBytes(1 << 20);
                calls.incrementAndGet();
            } catch (IOException e) {
                // It is closed, or the caller went first.
            }
        }
    }

    /** How many files below this this process has open. */
    private static long openBelow(Path folder) throws IOException {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(one -> leadsInto(folder, one)).count();
        }
    }

    private static boolean leadsInto(Path folder, Path link) {
        try {
            return Files.readSymbolicLink(link).startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_server_that_is_out_of_order_gets_everything_when_it_is_back() {
        receives(3);
        script = uids -> new Answer(503, "");
        sendAllTo(pacs, base());
        await().atMost(LIMIT).until(() -> requests.size() >= 3);
        assertThat(hub.health(pacs).lastError().orElseThrow().key()).isEqualTo("router.sending.rejected");

        script = uids -> new Answer(200, kept(uids));

        var sent = hub.sendings(study, 1, SendingState.SENT).get(0);
        assertThat(sent.confirmed()).isEqualTo(3);
    }

    @Test
    void a_request_that_is_too_large_is_sent_in_parts() {
        receives(5);
        script = uids -> uids.size() > 2 ? new Answer(413, "") : new Answer(200, kept(uids));
        sendAllTo(pacs, base());

        hub.sendings(study, 1, SendingState.SENT);

        assertThat(requests.stream().map(List::size)).containsExactly(5, 2, 3, 1, 2);
    }

    @Test
    void an_answer_that_is_no_dicom_confirms_nothing() {
        receives(2);
        script = uids -> new Answer(200, requests.size() > 1 ? kept(uids) : "<html>welcome</html>");
        sendAllTo(pacs, base());

        hub.sendings(study, 1, SendingState.SENT);

        assertThat(requests.stream().map(List::size)).containsExactly(2, 2);
    }

    /** The study arrives, and waits for its rule. */
    private void receives(int instances) {
        hub.destination(pacs, 104, 1, false);
        hub.rule(Set.of(pacs), Set.of());
        hub.switchOff();
        try {
            hub.receive(study, 1, instances + 1, 1000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hub.sendings(study, 1, SendingState.WAITING);
    }

    private void sendAllTo(String name, URI service) {
        hub.outgoing()
                .put(
                        new Destination(name, new Endpoint.DicomWeb(service, Optional.of("Bearer secret")), 1, true),
                        SendingHub.PERSON);
        hub.rule(Set.of(name), Set.of());
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/dicom-web/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        var uids = UID.matcher(body)
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();
        requests.add(uids);
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        var answer = script.apply(uids);
        var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/dicom+json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String kept(List<String> uids) {
        return "{\"00081199\":{\"vr\":\"SQ\",\"Value\":[%s]}}".formatted(items(uids, ""));
    }

    private static String failed(String uid, int reason, List<String> kept) {
        var why = ",\"00081197\":{\"vr\":\"US\",\"Value\":[%d]}".formatted(reason);
        return "{\"00081198\":{\"vr\":\"SQ\",\"Value\":[%s]},\"00081199\":{\"vr\":\"SQ\",\"Value\":[%s]}}"
                .formatted(items(List.of(uid), why), items(kept, ""));
    }

    private static String items(List<String> uids, String more) {
        return uids.stream()
                .map(uid -> "{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"%s\"]}%s}".formatted(uid, more))
                .collect(Collectors.joining(","));
    }
}
