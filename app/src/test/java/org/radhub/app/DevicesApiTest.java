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

    private RawHttp.Answer put(String path, String body) throws Exception {
        return hub().ask(
                        "PUT /api/devices/" + path + " HTTP/1.1\nAccept-Language: en\nContent-Type: application/json"
                                + "\nContent-Length: " + body.length() + as("admin"),
                        body);
    }
}
