package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.app.RawHttp.as;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that change something, with and without a session, a password and a form's token. */
class CrossSiteTest extends HubOnTheWeb {
    private static final String HTML = "\nAccept: text/html";
    private static final String BODY = "{}";
    private static final String ASK =
            "POST /api/read-requests HTTP/1.1\nContent-Type: application/json\nContent-Length: " + BODY.length();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/read-requests HTTP/1.1",
                "PUT /api/devices/X HTTP/1.1",
                "DELETE /api/devices/X HTTP/1.1",
                "POST /weasis/cases/1 HTTP/1.1",
                "POST /dicom-web/studies HTTP/1.1"
            })
    void whoever_brings_neither_credentials_nor_a_token_is_asked_to_sign_in(String request) throws Exception {
        var answer = hub().ask(request + "\nContent-Length: 0");

        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        assertThat(answer.header("WWW-Authenticate").orElse("")).startsWith("Basic ");
        assertThat(answer.json().path("status").asInt()).isEqualTo(401);
    }

    @Test
    void a_session_that_nobody_signed_in_with_is_no_credential() throws Exception {
        var knocked = hub().ask("GET /login HTTP/1.1" + HTML);

        assertThat(hub().ask(ASK + cookie(knocked), BODY).status()).isEqualTo(401);
    }

    @Test
    void a_script_of_a_page_is_answered_without_a_box_for_the_password() throws Exception {
        for (var header : new String[] {"\nX-CSRF-TOKEN: of a session that ended", "\nSec-Fetch-Mode: cors"}) {
            var answer = hub().ask(ASK + header, BODY);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate").orElseThrow()).doesNotContain("Basic");
        }
    }

    @Test
    void a_sign_in_by_the_form_changes_nothing_without_the_token_of_its_pages() throws Exception {
        var form = hub().ask("GET /login HTTP/1.1" + HTML);
        var body = "username=countya&password=radhub-demo&_csrf="
                + URLEncoder.encode(token("name=\"_csrf\"[^>]*value=\"([^\"]+)\"", form), StandardCharsets.UTF_8);
        var signedIn = hub().ask(
                        "POST /login HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\nContent-Length: "
                                + body.length() + cookie(form),
                        body);
        var session = cookie(signedIn);

        assertThat(hub().ask(ASK + session, BODY).status()).isEqualTo(403);
        assertThat(hub().ask(ASK + session + "\nX-CSRF-TOKEN: another", BODY).status())
                .isEqualTo(403);

        var page = hub().ask("GET /studies HTTP/1.1" + HTML + session);
        var token = token("name=\"csrf\" content=\"([^\"]+)\"", page);
        assertThat(hub().ask(ASK + session + "\nX-CSRF-TOKEN: " + token, BODY).status())
                .as("let in, and told that this is no request for a read")
                .isEqualTo(400);
        assertThat(hub().ask(ASK + as("countya"), BODY).status()).isEqualTo(400);
    }

    private static String token(String pattern, RawHttp.Answer page) {
        var token = Pattern.compile(pattern).matcher(page.text());
        assertThat(token.find()).as(page.text()).isTrue();
        return token.group(1);
    }

    private static String cookie(RawHttp.Answer answer) {
        return "\nCookie: "
                + answer.header("Set-Cookie")
                        .orElseThrow()
                        .replaceFirst(";.*", "")
                        .strip();
    }
}
