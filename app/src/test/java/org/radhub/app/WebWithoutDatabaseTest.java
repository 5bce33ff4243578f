package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.radhub.app.RawHttp.as;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.radhub.registry.DeviceTokens;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A hub whose database goes away under it. */
@TestPropertySource(properties = "spring.datasource.hikari.connection-timeout=500")
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class WebWithoutDatabaseTest extends HubOnTheWeb {
    private static final String BODY = "--b\r\nContent-Type: application/dicom\r\n\r\nno DICOM\r\n--b--";

    @Autowired
    private DeviceTokens tokens;

    @Autowired
    @Qualifier("embeddedDatabase")
    private AutoCloseable database;

    @Test
    void whoever_comes_while_the_database_is_away_is_asked_to_come_again_and_the_log_says_so_once(CapturedOutput log)
            throws Exception {
        var bearer =
                "\nAuthorization: Bearer " + tokens.issue("COUNTYA_CT", "admin").secret();
        var session = "\nCookie: RADHUB_SESSION=ZjZiZTQ4ZjYtYjM1Zi00YjA5LWE0NTktNTBlNzA3ZmY0OTQ4\nAccept: text/html";
        var store = "POST /dicom-web/studies HTTP/1.1\nContent-Type: multipart/related; type=\"application/dicom\"; "
                + "boundary=b\nContent-Length: " + BODY.length() + bearer;
        assertThat(hub().ask(store, BODY).status()).isEqualTo(409);

        var away = Instant.now();
        database.close();

        for (var i = 0; i < 2; i++) {
            asksProgramToComeAgain(hub().ask("GET /api/cases HTTP/1.1" + as("coordinator")));
            asksProgramToComeAgain(hub().ask("GET /dicom-web/studies HTTP/1.1" + as("countya")));
            asksProgramToComeAgain(hub().ask(store, BODY));
            for (var address : new String[] {"/worklist", "/login", "/"}) {
                var page = hub().ask("GET " + address + " HTTP/1.1" + session);
                assertThat(page.status()).as(page.text()).isEqualTo(503);
                assertThat(page.header("Retry-After")).isPresent();
                assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
                assertThat(page.text()).contains("class=\"bare\"", "database");
            }
        }
        saidOnce(log, "answered with 503", away);
        assertThat(log.getOut()).doesNotContain("Servlet.service()");
        speaksOfItOnce(log, "the process engine waits while the database does not answer", away);
        speaksOfItOnce(log, "connections to the database break", away);
        speaksOfItOnce(log, "times cannot be looked at while the database does not answer", away);
        assertThat(log.getOut()).doesNotContain("ENGINE-14019", "marked as broken", "Failed to validate", "\tat ");
    }

    private static void speaksOfItOnce(CapturedOutput log, String what, Instant since) {
        await().atMost(Duration.ofSeconds(30)).until(() -> log.getOut().contains(what));
        saidOnce(log, what, since);
    }

    /** But for a reminder after each minute. */
    private static void saidOnce(CapturedOutput log, String what, Instant since) {
        var lines = log.getOut().lines().filter(line -> line.contains(what)).toList();
        var minutes = (int) Duration.between(since, Instant.now()).toMinutes();
        assertThat(lines).filteredOn(line -> !line.contains(" times in ")).hasSize(1);
        assertThat(lines).hasSizeLessThanOrEqualTo(1 + minutes);
    }

    private static void asksProgramToComeAgain(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.json().path("detail").asString()).contains("database");
    }
}
