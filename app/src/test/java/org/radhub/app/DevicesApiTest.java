package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.app.RawHttp.as;

import org.junit.jupiter.api.Test;

class DevicesApiTest extends HubOnTheWeb {
    @Test
    void a_device_that_is_called_over_tls_stays_so_until_somebody_says_otherwise() throws Exception {
        put("WS_CALLED", "{\"site\":\"COUNTYA\"}");
        var plain = put("WS_CALLED/called-at", "{\"address\":\"10.1.2.3:104\"}");
        assertThat(plain.json().path("tls").asBoolean()).isFalse();

        put("WS_CALLED/called-at", "{\"address\":\"10.1.2.3:2762\",\"tls\":true}");
        var moved = put("WS_CALLED/called-at", "{\"address\":\"10.1.2.4:2762\"}");
        assertThat(moved.json().path("address").asString()).isEqualTo("10.1.2.4:2762");
        assertThat(moved.json().path("tls").asBoolean()).isTrue();

        assertThat(put("WS_CALLED/called-at", "{\"address\":\"10.1.2.4:104\",\"tls\":false}")
                        .json()
                        .path("tls")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void a_title_that_another_hospital_has_is_registered_and_admitted_for_that_one_alone() throws Exception {
        put("CT_ONE", "{\"site\":\"COUNTYA\",\"addresses\":[\"10.1.0.1\"]}");

        var again = put("CT_ONE", "{\"site\":\"COUNTYB\",\"addresses\":[\"10.2.0.1\"]}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("detail").asString()).contains("CT_ONE", "County A People's Hospital");
        var admitted = send(
                "POST",
                "/api/refused-calls/admit",
                "{\"aeTitle\":\"CT_ONE\",\"address\":\"10.2.0.1\",\"site\":\"COUNTYB\"}");
        assertThat(admitted.status()).isEqualTo(409);
        assertThat(admitted.json().path("detail").asString()).contains("CT_ONE", "County A People's Hospital");

        var moved = put("CT_ONE", "{\"site\":\"COUNTYB\",\"movedFrom\":\"COUNTYA\",\"addresses\":[\"10.2.0.1\"]}");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.json().path("site").asString()).isEqualTo("COUNTYB");
        assertThat(moved.json().path("addresses").toString()).isEqualTo("[\"10.2.0.1\"]");
    }

    private RawHttp.Answer put(String path, String body) throws Exception {
        return send("PUT", "/api/devices/" + path, body);
    }

    private RawHttp.Answer send(String verb, String path, String body) throws Exception {
        return hub().ask(
                        verb + " " + path + " HTTP/1.1\nAccept-Language: en\nContent-Type: application/json"
                                + "\nContent-Length: " + body.length() + as("admin"),
                        body);
    }
}
