package org.radhub.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

class PublicAddressTest {
    @Test
    void addresses_that_the_hub_gives_out_begin_with_its_own_whatever_host_a_request_names() throws Exception {
        for (var address : new String[] {"https://radhub.example", "https://radhub.example:8443", "http://10.1.2.3"}) {
            var request = new MockHttpServletRequest("GET", "/dicom-web/studies");
            request.setServerName("evil.example");
            request.addHeader("Host", "evil.example");
            var chain = new MockFilterChain();

            new PublicAddress(URI.create(address)).doFilter(request, new MockHttpServletResponse(), chain);

            var seen = (HttpServletRequest) chain.getRequest();
            assertThat(ServletUriComponentsBuilder.fromContextPath(seen).build().toUriString())
                    .isEqualTo(address);
            assertThat(seen.getRequestURL()).hasToString(address + "/dicom-web/studies");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"radhub.example", "ftp://radhub.example", "https:x", "https:///x", "https://a/b"})
    void what_is_no_address_of_a_hub_is_refused_at_the_start(String address) {
        assertThatThrownBy(() -> new PublicAddress(URI.create(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://radhub.example");
    }
}
