package org.radhub.router.sending;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.SendingProblem;
import org.radhub.router.SendingState;
import org.radhub.router.Uncompressed;
import org.radhub.router.testing.SendingHub;
import org.radhub.storage.Instance;

/** A STOW-RS server that does not take what is compressed. */
class StowUncompressedTest {
    private static final String RLE = "1.2.840.10008.1.2.5";
    private static final String MPEG4 = "1.2.840.10008.1.2.4.102";
    private static final String EXPLICIT = "1.2.840.10008.1.2.1";
    private static final String STUDY = "1.2.826.1.1";
    private static final Pattern UID = Pattern.compile("1\\.2\\.826\\.1\\.\\d+\\.1\\.\\d+");

    /** What a file of {@link Codecs} begins with. */
    private static final String PLAIN = "uncompressed ";

    @TempDir
    Path home;

    /** SOP Instance UIDs of each request, those that came uncompressed with {@link #PLAIN} before them. */
    private final List<List<String>> requests = new CopyOnWriteArrayList<>();

    private HttpServer server;
    private volatile Server script;
    private SendingHub hub;

    private interface Server {
        /** Whether it takes the instance; else the HTTP status, or the failure reason if that is longer. */
        int answer(String uid);
    }

    /** In place of the viewers' codecs, which are in a module that the router does not know. */
    private static final class Codecs implements Uncompressed {
        @Override
        public InputStream dataSet(Instance instance, String transferSyntaxUid, String recipient) {
            throw new AssertionError("STOW-RS sends files");
        }

        @Override
        public Part10 file(Instance instance, String recipient) throws IOException {
            if (instance.transferSyntaxUid().equals(MPEG4)) {
                throw new Impossible("no codec for " + MPEG4, null);
            }
            var bytes = (PLAIN + instance.sopInstanceUid() + "\0").getBytes(StandardCharsets.US_ASCII);
            return new Part10(new ByteArrayInputStream(bytes), bytes.length);
        }
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/dicom-web/studies", this::answer);
        server.start();
        hub = new SendingHub(home, TestDatabase.fresh(), Optional.of(new Codecs()));
        var service = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/dicom-web");
        hub.outgoing()
                .put(
                        new Destination("PACS", new Endpoint.DicomWeb(service, Optional.empty()), 1, true),
                        SendingHub.PERSON);
        hub.rule(Set.of("PACS"), Set.of());
    }

    @AfterEach
    void stop() {
        hub.close();
        server.stop(0);
    }

    @Test
    void what_a_media_type_is_not_supported_for_goes_once_more_uncompressed_and_the_rest_of_its_kind_at_once()
            throws IOException {
        script = uid -> uid.startsWith(PLAIN) || uid.endsWith(".4") ? 200 : 415;
        hub.receive(STUDY, List.of(RLE, RLE, RLE, EXPLICIT));

        var sent = hub.sendings(STUDY, 1, SendingState.SENT).get(0);

        assertThat(sent.confirmed()).isEqualTo(4);
        assertThat(requests)
                .containsExactlyInAnyOrder(
                        List.of(uid(4)),
                        List.of(uid(1), uid(2), uid(3)),
                        List.of(PLAIN + uid(1)),
                        List.of(PLAIN + uid(2)),
                        List.of(PLAIN + uid(3)));
    }

    @Test
    void what_the_answer_names_as_of_a_transfer_syntax_not_supported_goes_once_more_uncompressed() throws IOException {
        script = uid -> uid.startsWith(PLAIN) || uid.endsWith(".2") ? 200 : 0xC122;
        hub.receive(STUDY, List.of(RLE, RLE));

        hub.sendings(STUDY, 1, SendingState.SENT);

        assertThat(requests).containsExactly(List.of(uid(1), uid(2)), List.of(PLAIN + uid(1)));
    }

    @Test
    void what_cannot_be_decompressed_is_a_dead_letter_that_says_so() throws IOException {
        for (var refusal : List.of(415, 0xC122)) {
            var study = STUDY.replaceAll("1$", String.valueOf(refusal));
            script = uid -> refusal;
            hub.receive(study, List.of(MPEG4));

            var dead = hub.sendings(study, 1, SendingState.DEAD).get(0);

            assertThat(hub.outgoing().problems(dead.id())).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(SendingProblem.Kind.PERMANENT);
                assertThat(problem.problem().key()).isEqualTo("router.sending.not-decompressed");
                assertThat(problem.problem().args()).containsExactly("no codec for " + MPEG4);
            });
        }
    }

    @Test
    void a_server_that_takes_it_neither_way_is_tried_once_each_way_and_said_to_be_what_it_first_was()
            throws IOException {
        script = uid -> 415;
        hub.receive(STUDY, List.of(RLE));

        var dead = hub.sendings(STUDY, 1, SendingState.DEAD).get(0);

        assertThat(requests.size()).isEqualTo(2 * dead.attempts());
        assertThat(hub.outgoing().problems(dead.id())).singleElement().satisfies(problem -> {
            assertThat(problem.problem().key()).isEqualTo("router.sending.not-negotiated");
            assertThat(problem.problem().args()).containsExactly("HTTP status 415");
        });
    }

    @Test
    void what_a_server_takes_neither_way_is_tried_uncompressed_once_and_not_for_each_instance() throws IOException {
        script = uid -> 0xC122;
        hub.receive(STUDY, List.of(RLE, RLE, RLE));

        var dead = hub.sendings(STUDY, 1, SendingState.DEAD).get(0);

        assertThat(requests).hasSize(2 * dead.attempts());
        assertThat(requests.subList(0, 2)).containsExactly(List.of(uid(1), uid(2), uid(3)), List.of(PLAIN + uid(1)));
    }

    private static String uid(int number) {
        return SendingHub.uid(STUDY, number);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        var plain = body.contains(PLAIN) ? PLAIN : "";
        var uids = UID.matcher(body)
                .results()
                .map(found -> plain + found.group())
                .distinct()
                .toList();
        requests.add(uids);
        var answers = uids.stream().collect(Collectors.toMap(uid -> uid, uid -> script.answer(uid)));
        var http = answers.values().stream()
                .filter(answer -> answer > 200 && answer < 600)
                .findFirst();
        var kept = uids.stream().filter(uid -> answers.get(uid) == 200).toList();
        var failed = uids.stream().filter(uid -> answers.get(uid) > 600).toList();
        var bytes = http.isPresent()
                ? new byte[0]
                : "{\"00081198\":{\"vr\":\"SQ\",\"Value\":[%s]},\"00081199\":{\"vr\":\"SQ\",\"Value\":[%s]}}"
                        .formatted(items(failed, ",\"00081197\":{\"vr\":\"US\",\"Value\":[49442]}"), items(kept, ""))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/dicom+json");
        exchange.sendResponseHeaders(http.orElse(failed.isEmpty() ? 200 : 409), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String items(List<String> uids, String more) {
        return uids.stream()
                .map(uid ->
                        "{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"%s\"]}%s}".formatted(uid.replace(PLAIN, ""), more))
                .collect(Collectors.joining(","));
    }
}
