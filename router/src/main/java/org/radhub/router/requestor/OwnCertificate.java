package org.radhub.router.requestor;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.X509ExtendedKeyManager;

/** The hub's certificate for one call; notices where the peer asks for one that the hub does not have, which TLS itself says to nobody. */
final class OwnCertificate extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager keys;
    private final AtomicBoolean lacking;

    /** @param lacking is set while the peer's last wish could not be met */
    OwnCertificate(X509ExtendedKeyManager keys, AtomicBoolean lacking) {
        this.keys = keys;
        this.lacking = lacking;
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        var alias = keys.chooseClientAlias(types, issuers, socket);
        lacking.set(alias == null);
        return alias;
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return keys.getClientAliases(type, issuers);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return keys.getServerAliases(type, issuers);
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return keys.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return keys.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return keys.getPrivateKey(alias);
    }
}
