package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.app.RawHttp.as;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What whoever is not signed in, and does not sign in, leaves behind in the hub. */
class AnonymousRequestsTest extends HubOnTheWeb {
    private static final String HTML = "\nAccept: text/html";
    private static final String NO_BODY = "\nContent-Length: 0";

    @Autowired
    private JdbcClient jdbc;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1" + HTML,
                "GET /worklist HTTP/1.1",
                "GET /worklist HTTP/1.1" + HTML,
                "GET /nothing?x=1 HTTP/1.1" + HTML,
                "GET /error HTTP/1.1" + HTML,
                "GET /css/base.css HTTP/1.1",
                "GET /css/nothing.css HTTP/1.1" + HTML,
                "GET /worklist;x=1 HTTP/1.1" + HTML,
                "HEAD /login HTTP/1.1",
                "POST /login HTTP/1.1" + NO_BODY,
                "POST /logout HTTP/1.1" + HTML + NO_BODY,
                "PUT /worklist HTTP/1.1" + NO_BODY,
                "GET /viewer/ HTTP/1.1" + HTML,
                "GET /viewer/nothing.js HTTP/1.1",
                "GET /actuator/health HTTP/1.1",
                "GET /actuator/env HTTP/1.1" + HTML,
                "GET /dicom-web/studies HTTP/1.1",
                "GET /dicom-web/studies HTTP/1.1" + HTML,
                "POST /dicom-web/studies HTTP/1.1" + NO_BODY,
                "GET /wado?requestType=WADO HTTP/1.1",
                "GET /weasis/manifest/x HTTP/1.1",
                "GET /weasis/cases/1 HTTP/1.1" + HTML,
                "GET /api/cases HTTP/1.1" + HTML,
                "POST /api/read-requests HTTP/1.1" + NO_BODY,
                "DELETE /api/devices/X HTTP/1.1"
            })
    void who_only_knocks_begins_no_session(String request) throws Exception {
        var before = sessions();

        var answer = hub().ask(request);

        assertThat(answer.header("Set-Cookie").orElse("")).as(answer.text()).doesNotContain("RADHUB_SESSION");
        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    void who_signs_calls_with_a_password_begins_no_session_either() throws Exception {
        var before = sessions();

        assertThat(hub().ask("GET /api/cases HTTP/1.1" + as("coordinator")).status())
                .isEqualTo(200);
        assertThat(hub().ask("GET /dicom-web/studies HTTP/1.1" + as("countya")).status())
                .isEqualTo(200);

        assertThat(sessions()).isEqualTo(before);
    }

    @Test
    void who_signs_in_comes_to_the_page_that_was_wanted_with_all_that_was_asked_of_it_and_once() throws Exception {
        var knocked = hub().ask("GET /worklist?lang=zh&x=%E4%B8%AD HTTP/1.1" + HTML);
        assertThat(knocked.header("Location")).contains("/login");
        var wanted = knocked.header("Set-Cookie").orElseThrow();
        assertThat(wanted).contains("HttpOnly", "SameSite=Lax");

        var signedIn = signIn(value(wanted));
        assertThat(signedIn.header("Location")).contains("/worklist?lang=zh&x=%E4%B8%AD");

        var arrived = hub().ask("GET /worklist?lang=zh&x=%E4%B8%AD HTTP/1.1" + HTML + "\nCookie: "
                + value(signedIn.header("Set-Cookie").orElseThrow()) + "; " + value(wanted));
        assertThat(arrived.status()).isEqualTo(200);
        assertThat(Pattern.compile("Set-Cookie: RADHUB_WANTED=;[^\r]*Max-Age=0")
                        .matcher(arrived.text())
                        .find())
                .as(arrived.text())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Ly9ldmlsLmV4YW1wbGU", "L1xldmlsLmV4YW1wbGU", "aHR0cDovL2V2aWwuZXhhbXBsZQ", "LwpTZXQ", "%%%"})
    void a_wish_that_the_hub_did_not_write_leads_home(String forged) throws Exception {
        assertThat(signIn("RADHUB_WANTED=" + forged).header("Location")).contains("/");
    }

    private RawHttp.Answer signIn(String wanted) throws Exception {
        var form = hub().ask("GET /login HTTP/1.1" + HTML + "\nCookie: " + wanted);
        var token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(form.text());
        assertThat(token.find()).isTrue();
        var body = "username=reader1&password=radhub-demo&_csrf="
                + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        return hub().ask(
                        "POST /login HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\nContent-Length: "
                                + body.length() + "\nCookie: "
                                + value(form.header("Set-Cookie").orElseThrow()) + "; " + wanted,
                        body);
    }

    private static String value(String cookie) {
        return cookie.replaceFirst(";.*", "").strip();
    }

    private long sessions() {
        return jdbc.sql("select count(*) from app.session").query(Long.class).single();
    }
}
