package org.radhub.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.radhub.app.gallery.Gallery;
import org.radhub.audit.AuditEntry;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.Devices;
import org.radhub.registry.NetworkAddress;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What an administrator registers of devices on the pages. */
@SpringBootTest(
        classes = Gallery.class,
        properties = {
            "radhub.demo=true",
            "spring.flyway.enabled=false",
            "management.endpoint.health.validate-group-membership=false"
        })
@AutoConfigureMockMvc
class DevicePagesTest {
    @Autowired
    private MockMvc hub;

    @Autowired
    private AuditTrail trail;

    @Autowired
    private Devices devices;

    @Test
    void a_device_is_called_over_tls_where_that_is_ticked_and_the_page_and_the_trail_say_so() throws Exception {
        var form = Map.of("ae", "WS_TLS", "site", "COUNTYA", "calledAt", "10.12.9.9:2762", "enabled", "true");
        assertThat(put(form).getRedirectedUrl()).isEqualTo("/devices");
        assertThat(devices.calledAt("WS_TLS")).contains(new NetworkAddress("10.12.9.9", 2762, false));

        var secured = new HashMap<>(form);
        secured.put("calledOverTls", "true");
        put(secured);

        assertThat(devices.calledAt("WS_TLS")).contains(new NetworkAddress("10.12.9.9", 2762, true));
        assertThat(newest().access().detail()).isEqualTo("device is called at 10.12.9.9:2762 (TLS)");
        assertThat(body("/devices")).containsPattern("10\\.12\\.9\\.9:2762</code><span class=\"badge[^>]*>TLS<");
        assertThat(body("/devices/edit?ae=WS_TLS"))
                .containsPattern("name=\"calledOverTls\" value=\"true\" checked=\"checked\"");
    }

    @Test
    void a_title_that_another_hospital_has_is_not_registered_again_and_the_refusal_names_the_hospital()
            throws Exception {
        put(Map.of("ae", "CT_OF_A", "site", "COUNTYA", "addresses", "10.12.0.1", "enabled", "true"));
        var registered = devices.find("CT_OF_A").orElseThrow();

        var again = Map.of("ae", "CT_OF_A", "site", "COUNTYB", "addresses", "10.13.0.1", "enabled", "true");
        assertThat(refusal("/devices", again)).contains("CT_OF_A", "County A People's Hospital");

        assertThat(devices.find("CT_OF_A")).contains(registered);
        assertThat(newest().access()).satisfies(line -> {
            assertThat(line.success()).isFalse();
            assertThat(line.site()).isEqualTo("COUNTYA");
            assertThat(line.detail()).startsWith("device moved from COUNTYA to COUNTYB");
        });
    }

    @Test
    void a_device_is_given_to_another_hospital_by_who_was_shown_whose_it_is() throws Exception {
        put(Map.of("ae", "CT_MOVES", "site", "COUNTYA", "addresses", "10.12.0.1", "enabled", "true"));
        assertThat(body("/devices/edit?ae=CT_MOVES")).contains("name=\"from\" value=\"COUNTYA\"");

        put(Map.of("ae", "CT_MOVES", "from", "COUNTYA", "site", "COUNTYB", "addresses", "10.12.0.1"));

        assertThat(devices.find("CT_MOVES").orElseThrow().site()).isEqualTo("COUNTYB");
        assertThat(newest().access().detail()).startsWith("device moved from COUNTYA to COUNTYB");
    }

    @Test
    void a_refused_call_of_a_known_title_shows_whose_device_that_is_and_lets_nobody_else_in() throws Exception {
        var whose = "a device of County A People&#39;s Hospital";
        assertThat(body("/arrivals/refused"))
                .containsPattern("(?s)COUNTYA_CT</span><span[^>]*>" + whose + "</span>.*10\\.99\\.1\\.5.*Let it call");
        assertThat(body("/devices/refused")).containsPattern("(?s)COUNTYA_CT</span><span[^>]*>" + whose);
        assertThat(body("/devices/edit?ae=COUNTYA_CT&address=10.99.1.5"))
                .contains("id=\"device-site\" readonly value=\"County A People&#39;s Hospital\"")
                .doesNotContain("name=\"from\"", "<select class=\"input\" id=\"device-site\"");
        var before = devices.find("COUNTYA_CT").orElseThrow();

        var asAnothers = Map.of("ae", "COUNTYA_CT", "address", "10.99.1.5", "site", "COUNTYB");
        assertThat(refusal("/arrivals/admit", asAnothers)).contains("COUNTYA_CT", "County A People's Hospital");

        assertThat(devices.find("COUNTYA_CT")).contains(before);
        assertThat(newest().access()).satisfies(line -> {
            assertThat(line.success()).isFalse();
            assertThat(line.site()).isEqualTo("COUNTYA");
            assertThat(line.detail()).endsWith("from 10.99.1.5, as a device of COUNTYB");
        });
    }

    private String refusal(String path, Map<String, String> form) throws Exception {
        var request =
                withToken(post(path).param("as", "admin").param("lang", "en").header("HX-Request", "true"));
        form.forEach(request::param);
        var answer = answer(request);
        assertThat(answer.getStatus()).isEqualTo(409);
        return URLDecoder.decode(answer.getHeader(Refusals.PROBLEM), StandardCharsets.UTF_8);
    }

    private MockHttpServletResponse put(Map<String, String> form) throws Exception {
        return posted("/devices", form);
    }

    private MockHttpServletResponse posted(String path, Map<String, String> form) throws Exception {
        var request = withToken(post(path).param("as", "admin").param("lang", "en"));
        form.forEach(request::param);
        return answer(request);
    }

    private String body(String path) throws Exception {
        return answer(get(path).param("as", "admin").param("lang", "en")).getContentAsString();
    }

    private MockHttpServletRequestBuilder withToken(MockHttpServletRequestBuilder form) throws Exception {
        var session = new MockHttpSession();
        var page = answer(get("/login").session(session)).getContentAsString();
        var token = page.replaceAll("(?s).*name=\"csrf\" content=\"([^\"]+)\".*", "$1");
        return form.session(session).header("X-CSRF-TOKEN", token);
    }

    private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
        return hub.perform(request).andReturn().getResponse();
    }

    private AuditEntry newest() {
        return trail.latest(0, 1).get(0);
    }
}
