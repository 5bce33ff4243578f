package org.radhub.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.app.RawHttp.as;

import org.junit.jupiter.api.Test;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.springframework.beans.factory.annotation.Autowired;

class DeviceTokensApiTest extends HubOnTheWeb {
    private static final String TOKENS = "/api/devices/COUNTYA_CT/tokens";
    private static final String NO_BODY = "\nContent-Length: 0";
    private static final String BODY = "--b\r\nContent-Type: application/dicom\r\n\r\nno DICOM\r\n--b--\r\n";

    @Autowired
    private AuditTrail trail;

    @Test
    void a_token_issued_by_the_api_stores_and_opens_nothing_else_until_it_is_revoked() throws Exception {
        var refused = hub().ask("POST " + TOKENS + " HTTP/1.1" + NO_BODY + as("coordinator"));
        assertThat(refused.status()).isEqualTo(403);

        var issued = hub().ask("POST " + TOKENS + " HTTP/1.1" + NO_BODY + as("admin"));
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        var secret = issued.json().path("token").asString();
        var name = issued.json().path("name").asString();
        var listed = hub().ask("GET " + TOKENS + " HTTP/1.1" + as("admin"));
        assertThat(listed.text()).contains(name).doesNotContain(secret);

        var bearer = "\nAuthorization: Bearer " + secret;
        // What is no DICOM file is not kept: the answer to somebody who may store.
        assertThat(store(bearer).status()).isEqualTo(409);
        for (var path :
                new String[] {"/api/cases", "/api/devices", "/weasis/cases/1", "/v3/api-docs", "/actuator/env"}) {
            assertThat(hub().ask("GET " + path + " HTTP/1.1" + bearer).status())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(trail.latest(0, 1000))
                .filteredOn(line -> line.access().action() == AuditAction.SECURITY_ALERT
                        && line.access().actor().equals("COUNTYA_CT"))
                .singleElement()
                .asString()
                .contains("a device's token was used for GET /api/cases, from 127.0.0.1")
                .doesNotContain(secret);
        for (var path : new String[] {"/dicom-web/studies", "/wado?requestType=WADO"}) {
            assertThat(hub().ask("GET " + path + " HTTP/1.1" + bearer).status())
                    .as(path)
                    .isEqualTo(403);
        }

        var revoked = hub().ask("DELETE " + TOKENS + "/" + name + " HTTP/1.1" + as("admin"));
        assertThat(revoked.status()).isEqualTo(204);
        assertThat(store(bearer).status()).isEqualTo(401);
    }

    private RawHttp.Answer store(String bearer) throws Exception {
        return hub().ask(
                        "POST /dicom-web/studies HTTP/1.1\nContent-Type: multipart/related; type=\"application/dicom\"; "
                                + "boundary=b\nContent-Length: " + BODY.length() + bearer,
                        BODY);
    }
}
