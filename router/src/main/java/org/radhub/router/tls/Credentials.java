package org.radhub.router.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Who the hub is, and whom it trusts, as the files said when they last made sense: what changes on disk holds for every handshake from then
 * on, and what makes no sense leaves all as it was. Safe for many threads.
 */
public final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
    private static final String UNREADABLE = "";

    private final TlsSettings settings;
    private final KeyFiles files;
    private volatile Held held;
    private volatile Optional<String> problem = Optional.empty();
    /** What the files held when they were looked at last. */
    private String seen;

    /** Made of one state of the files; nothing of it outlives it, sessions included. */
    private record Held(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust, SSLContext accepting) {}

    /** @throws IllegalStateException if the files cannot be read, or do not hold what they should */
    public Credentials(TlsSettings settings) {
        this.settings = settings;
        this.files = new KeyFiles(settings);
        try {
            this.seen = content();
            this.held = read();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("radhub.dicom.tls: " + e.getMessage(), e);
        }
    }

    /** For the next caller: shows the hub's certificate, and lets in who is trusted. */
    public SSLSocketFactory accepting() {
        return held.accepting().getSocketFactory();
    }

    /**
     * For the next call: shows the hub's certificate where it has one and is asked for it.
     *
     * @param showing makes of the hub's keys what is shown in the call
     * @param trusting makes of whom the hub trusts who may be spoken with
     */
    public SSLSocketFactory calling(
            UnaryOperator<X509ExtendedKeyManager> showing, UnaryOperator<X509ExtendedTrustManager> trusting)
            throws GeneralSecurityException {
        var now = held;
        var context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {showing.apply(now.keys())}, new TrustManager[] {trusting.apply(now.trust())}, null);
        return context.getSocketFactory();
    }

    /** Why the files as they are now are not used, for an engineer; empty while they are. */
    public Optional<String> problem() {
        return problem;
    }

    /** Takes over what has changed. */
    @Scheduled(fixedDelayString = "${radhub.dicom.tls.look:PT10S}")
    public synchronized void look() {
        try {
            var now = content();
            if (now.equals(seen)) {
                return;
            }
            seen = now;
            held = read();
            problem = Optional.empty();
            LOG.info("The TLS files have changed; the next associations use them");
        } catch (IOException e) {
            seen = UNREADABLE;
            keep(e);
        } catch (GeneralSecurityException | RuntimeException e) {
            keep(e);
        }
    }

    private void keep(Exception e) {
        var why = e instanceof NoSuchFileException ? e.getMessage() + " is not there" : String.valueOf(e.getMessage());
        if (!problem.equals(Optional.of(why))) {
            LOG.error("The TLS files have changed and cannot be used; what was read before stays in use: {}", why);
        }
        problem = Optional.of(why);
    }

    private Held read() throws GeneralSecurityException {
        var identity = files.identity();
        var trust = files.trust();
        var stores = SslStoreBundle.of(or(identity), settings.password(), or(trust));
        var bundle = SslBundle.of(stores, SslBundleKey.of(settings.password()));
        return new Held(
                first(X509ExtendedKeyManager.class, bundle.getManagers().getKeyManagers()),
                first(X509ExtendedTrustManager.class, bundle.getManagers().getTrustManagers()),
                bundle.createSslContext());
    }

    /** Without a store, no key, and whom Java trusts. */
    private static KeyStore or(Optional<KeyStore> store) {
        return store.orElse(null);
    }

    private static <T> T first(Class<T> kind, Object[] managers) {
        return Arrays.stream(managers)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Java has no " + kind.getSimpleName()));
    }

    private String content() throws IOException {
        var all = new StringBuilder();
        for (var file : settings.files()) {
            all.append(Fingerprint.of(Files.readAllBytes(Path.of(file))));
        }
        return all.toString();
    }
}
