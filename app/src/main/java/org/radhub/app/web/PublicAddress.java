package org.radhub.app.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/** The address by which people and viewers reach the hub: every address that the hub gives out begins with it, whatever a request says. */
class PublicAddress extends OncePerRequestFilter {
    private final String scheme;
    private final String host;
    private final int port;
    private final String text;

    /** @param address scheme, host, and a port where it is not the scheme's own, as {@code https://radhub.example} */
    PublicAddress(URI address) {
        this.scheme = Optional.ofNullable(address.getScheme()).orElse("");
        this.host = Optional.ofNullable(address.getHost()).orElse("");
        var path = Optional.ofNullable(address.getPath()).orElse("");
        if (!scheme.matches("https?") || host.isEmpty() || !path.matches("/?")) {
            throw new IllegalArgumentException(
                    "radhub.http.public-address has to be like https://radhub.example, and is " + address);
        }
        var usual = scheme.equals("https") ? 443 : 80;
        this.port = address.getPort() < 0 ? usual : address.getPort();
        this.text = scheme + "://" + host + (port == usual ? "" : ":" + port);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new Reached(request), response);
    }

    private final class Reached extends HttpServletRequestWrapper {
        Reached(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getScheme() {
            return scheme;
        }

        @Override
        public String getServerName() {
            return host;
        }

        @Override
        public int getServerPort() {
            return port;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(text).append(getRequestURI());
        }
    }
}
