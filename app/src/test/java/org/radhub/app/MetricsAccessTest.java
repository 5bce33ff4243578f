package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.app.RawHttp.as;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests call from loopback, as the proxy whose word is believed. */
class MetricsAccessTest extends HubOnTheWeb {
    private static final String METRICS = "GET /actuator/prometheus HTTP/1.1";
    private static final String FROM_AFAR = "\nX-Forwarded-For: 192.0.2.7";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\nX-Forwarded-For: 10.20.30.40",
                FROM_AFAR + "\nAuthorization: Bearer a-token-of-the-tests",
                FROM_AFAR + "\nAuthorization: bearer   a-token-of-the-tests",
                FROM_AFAR + "\nAuthorization: Basic YWRtaW46cmFkaHViLWRlbW8="
            })
    void metrics_are_read_from_listed_addresses_or_with_the_token_or_by_an_administrator(String headers)
            throws Exception {
        var answer = hub().ask(METRICS + headers);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("radhub_spool_free_bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\nX-Forwarded-For: 127.0.0.1, 192.0.2.7",
                "\nX-Forwarded-For: 10.21.0.1",
                "\nX-Forwarded-For: garbage",
                "\nX-Forwarded-For: 10.20.30.400",
                "\nX-Forwarded-For: ::::",
                "\nAuthorization: Bearer a-token-of-the-test",
                "\nAuthorization: Bearer "
            })
    void nobody_else_reads_the_metrics_and_everybody_the_health(String headers) throws Exception {
        var from = headers.contains("X-Forwarded-For") ? headers : FROM_AFAR + headers;

        assertThat(hub().ask(METRICS + from).status()).isEqualTo(401);
        assertThat(hub().ask("GET /actuator/health HTTP/1.1" + from).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"coordinator", "countya"})
    void whoever_signs_in_and_does_not_run_the_hub_does_not_read_the_metrics(String person) throws Exception {
        assertThat(hub().ask(METRICS + FROM_AFAR + as(person)).status()).isEqualTo(403);
    }
}
