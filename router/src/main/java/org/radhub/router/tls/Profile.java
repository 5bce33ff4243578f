package org.radhub.router.tls;

import javax.net.ssl.SSLSocket;

/** BCP 195 (RFC 8996, RFC 9325): version 1.2 or 1.3, forward secrecy and authenticated encryption only. */
public final class Profile {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** RFC 9325 section 4.2, and those of TLS 1.3, the preferred ones first. */
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
    };

    private Profile() {}

    /** Before the handshake. */
    public static void on(SSLSocket socket) {
        socket.setEnabledProtocols(VERSIONS);
        socket.setEnabledCipherSuites(SUITES);
    }
}
