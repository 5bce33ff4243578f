package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.app.RawHttp.as;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the hub answers to requests that nobody should make. */
@ExtendWith(OutputCaptureExtension.class)
class WebEdgesTest extends HubOnTheWeb {
    private static final String JSON = "\nContent-Type: application/json";
    private static final String FORM = "\nContent-Type: application/x-www-form-urlencoded";
    private static final String CHUNKED = "\nTransfer-Encoding: chunked";

    @ParameterizedTest
    @MethodSource("foreign")
    void a_browser_is_sent_on_by_the_path_alone_whatever_host_the_request_names(String headers) throws Exception {
        var first = hub().ask("GET /worklist HTTP/1.1\nAccept: text/html" + headers);
        assertThat(first.status()).isEqualTo(302);
        assertThat(first.header("Location")).contains("/login");

        var form = hub().ask("GET /login HTTP/1.1" + headers);
        var session = cookie(form) + "; " + cookie(first).replace("\nCookie: ", "");
        var token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(form.text());
        assertThat(token.find()).isTrue();
        var body = "username=reader1&password=radhub-demo&_csrf="
                + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        var signedIn = hub().ask(
                        "POST /login HTTP/1.1" + headers + session
                                + "\nContent-Type: application/x-www-form-urlencoded\nContent-Length: "
                                + body.length(),
                        body);
        assertThat(signedIn.status()).isEqualTo(302);
        assertThat(signedIn.header("Location").orElseThrow()).startsWith("/worklist");

        var home = hub().ask("GET / HTTP/1.1" + headers + cookie(signedIn));
        assertThat(home.header("Location")).contains("/worklist");
        assertThat(home.text()).doesNotContain("evil.example");
    }

    static Stream<String> foreign() {
        return Stream.of("\nHost: evil.example", "\nX-Forwarded-Host: evil.example\nX-Forwarded-Proto: http");
    }

    private static String cookie(RawHttp.Answer answer) {
        return "\nCookie: " + answer.header("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refusals")
    void every_refusal_is_a_problem_with_a_sentence_and_no_trace_in_the_log(
            int status, String request, CapturedOutput log) throws Exception {
        var answer = hub().ask(request);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        var problem = answer.json();
        assertThat(problem.path("type").asString()).isEqualTo("about:blank");
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asString()).isNotBlank();
        assertThat(problem.path("detail").asString()).isNotBlank();
        assertThat(log.getOut()).doesNotContain("ERROR", "\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/nothing/%E4%B8%AD%20x, /api/nothing/%E4%B8%AD%20x",
        "/api//cases, /api//cases",
        "//api, /.//api",
        "//, /.//"
    })
    void a_problem_names_the_address_as_it_was_sent(String address, String named) throws Exception {
        assertThat(hub().ask("GET " + address + " HTTP/1.1")
                        .json()
                        .path("instance")
                        .asString())
                .isEqualTo(named);
        assertThat(hub().ask("GET " + address + " HTTP/1.1" + as("admin"))
                        .json()
                        .path("instance")
                        .asString())
                .isEqualTo(named);
    }

    static Stream<Arguments> refusals() {
        var admin = as("admin");
        return Stream.of(
                        malformed(admin),
                        List.of(
                                Arguments.of(401, "GET /api/cases HTTP/1.1"),
                                Arguments.of(401, "GET /api/cases HTTP/1.1\nAccept: text/html"),
                                Arguments.of(401, "GET /dicom-web/studies HTTP/1.1"),
                                Arguments.of(401, "GET /api/cases HTTP/1.1\nAuthorization: Basic eDp5"),
                                Arguments.of(403, "GET /api/devices HTTP/1.1" + as("countya")),
                                Arguments.of(404, "GET /api/nothing HTTP/1.1" + admin),
                                Arguments.of(404, "GET /api/nothing HTTP/1.1\nAccept: text/csv" + admin),
                                Arguments.of(404, "GET /dicom-web/nothing HTTP/1.1" + admin),
                                Arguments.of(405, "DELETE /api/cases HTTP/1.1" + admin),
                                Arguments.of(405, "DELETE /dicom-web/studies HTTP/1.1" + admin),
                                Arguments.of(405, "TRACE /api/cases HTTP/1.1" + admin),
                                Arguments.of(406, "GET /api/devices HTTP/1.1\nAccept: text/csv" + admin),
                                Arguments.of(406, "GET /api/devices HTTP/1.1\nAccept: x" + admin),
                                Arguments.of(406, "GET /dicom-web/studies HTTP/1.1\nAccept: text/csv" + admin),
                                Arguments.of(
                                        415,
                                        "POST /api/read-requests HTTP/1.1\nContent-Length: 0"
                                                + "\nContent-Type: multipart/form-data" + admin),
                                Arguments.of(
                                        415,
                                        "POST /dicom-web/studies HTTP/1.1\nContent-Length: 0"
                                                + "\nContent-Type: multipart/form-data" + admin),
                                Arguments.of(
                                        400,
                                        "POST /dicom-web/studies HTTP/1.1\nContent-Length: 0"
                                                + "\nContent-Type: multipart/related" + admin)))
                .flatMap(List::stream);
    }

    private static List<Arguments> malformed(String admin) {
        return Stream.of(
                        "/%FF%FE",
                        "/api/%FF%FE",
                        "/dicom-web/studies/%FF%FE",
                        "/api/cases/%zz",
                        "/api/cases/%00",
                        "/api/../../etc/passwd",
                        "/api/%2e%2e/x",
                        "/api//cases",
                        "/api/cases;x=1",
                        "/api/cases?q={",
                        "/api/cases?q=%FF%FE",
                        "/api/cases?q=%zz",
                        "/dicom-web/studies?PatientID=%FF%FE",
                        "/api/cases?page=x",
                        "/api/cases/not-an-id",
                        "/api/cases?x=" + "x".repeat(20_000))
                .map(address -> Arguments.of(400, "GET " + address + " HTTP/1.1" + admin))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/worklist;x=1", "/worklist//x", "/css/nothing.css"})
    void a_person_gets_a_page(String address) throws Exception {
        var answer = hub().ask("GET " + address + " HTTP/1.1\nAccept: text/html" + as("reader1"));

        assertThat(answer.status()).isBetween(400, 404);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(answer.text()).contains("class=\"bare\"");
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void json_that_cannot_be_read_is_answered_with_what_is_wrong(String body) throws Exception {
        var answer =
                hub().ask("PUT /api/devices/NEW HTTP/1.1\nContent-Length: " + body.length() + JSON + as("admin"), body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().path("detail").asString()).contains("JSON");
    }

    static Stream<String> unreadable() {
        return Stream.of("{", "", "null", "[]", "{\"enabled\":7,\"addresses\":3}", "\"\u00ff\u00fe\"");
    }

    @Test
    void a_body_that_says_it_is_too_long_is_not_read() throws Exception {
        var answer = hub().ask(
                        "POST /api/read-requests HTTP/1.1\nContent-Length: 62914560" + JSON + as("countya"),
                        "[".repeat(0x400_000));

        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().path("detail").asString()).contains("64");
    }

    @Test
    void a_body_that_does_not_say_how_long_it_is_is_read_no_further_than_the_limit() throws Exception {
        var answer = hub().ask("POST /api/read-requests HTTP/1.1" + JSON + CHUNKED + as("countya"), out -> {
            var chunk = ("1000\r\n" + "[".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            out.write("1\r\n{\r\nb\r\n\"priority\":\r\n1\r\n\"\r\n".getBytes(StandardCharsets.ISO_8859_1));
            for (var i = 0; i < 40; i++) {
                out.write(chunk);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        });

        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().path("detail").asString()).contains("64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void nobody_waits_for_a_form_that_is_not_posted(String method) throws Exception {
        var answer = hub().ask(method + " /worklist HTTP/1.1\nContent-Length: 62914560" + FORM, "a".repeat(0x400_000));

        assertThat(answer.status()).as(answer.text()).isBetween(300, 499);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE", "POST"})
    void a_form_that_is_too_long_for_the_api_is_not_read(String method, CapturedOutput log) throws Exception {
        var answer =
                hub().ask(method + " /api/devices/NEW HTTP/1.1\nContent-Length: 1048577" + FORM, "a".repeat(1_048_577));

        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(log.getOut()).doesNotContain("ERROR", "\tat ");
    }

    @Test
    void a_posted_form_is_read_no_further_than_its_limit(CapturedOutput log) throws Exception {
        var answer = hub().ask("POST /login HTTP/1.1" + FORM + CHUNKED, out -> {
            var chunk = ("10000\r\n" + "a".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            for (var i = 0; i < 40; i++) {
                out.write(chunk);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        });

        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.json().path("detail").asString()).contains("2048");
        assertThat(log.getOut()).doesNotContain("ERROR", "\tat ");
    }

    @Test
    void a_destination_without_tls_is_not_given_a_certificate_that_nobody_would_look_at() throws Exception {
        var body = "{\"road\":\"DICOM\",\"host\":\"10.0.0.1\",\"port\":104,\"calledAeTitle\":\"PACS\","
                + "\"callingAeTitle\":\"RADHUB\",\"tls\":false,\"certificate\":\"" + "0f".repeat(32) + "\"}";
        var answer = hub().ask(
                        "PUT /api/outgoing/destinations/PACS HTTP/1.1\nContent-Length: " + body.length() + JSON
                                + as("admin"),
                        body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("detail").asString()).contains("TLS");
        assertThat(hub().ask("GET /api/outgoing/destinations HTTP/1.1" + as("admin"))
                        .text())
                .doesNotContain("\"PACS\"");
    }
}
