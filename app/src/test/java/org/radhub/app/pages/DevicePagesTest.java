package org.radhub.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

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
