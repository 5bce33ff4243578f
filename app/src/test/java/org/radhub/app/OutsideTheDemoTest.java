package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.app.RawHttp.as;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A hub as hospitals run it, where nobody signs calls with a password. */
@TestPropertySource(properties = "radhub.demo=false")
@DirtiesContext
class OutsideTheDemoTest extends HubOnTheWeb {
    @ParameterizedTest
    @CsvSource({
        "/api/cases, Form",
        "/v3/api-docs, Form",
        "/actuator/env, Form",
        "/actuator/prometheus, Bearer",
        "/dicom-web/studies, Bearer",
        "/wado?requestType=WADO, Bearer"
    })
    void who_is_not_let_in_is_offered_what_is_accepted_there(String address, String scheme) throws Exception {
        for (var brought : new String[] {"", as("admin")}) {
            var answer = hub().ask("GET " + address + " HTTP/1.1\nX-Forwarded-For: 192.0.2.7" + brought);

            assertThat(answer.status()).as(answer.text()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate").orElseThrow()).startsWith(scheme + " realm=");
        }
    }
}
