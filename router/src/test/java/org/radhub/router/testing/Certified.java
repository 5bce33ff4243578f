package org.radhub.router.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Enumeration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.radhub.router.tls.Fingerprint;

/** Somebody with a key and a certificate of its own making, as the JDK's keytool makes them, in the forms that programs take. */
public record Certified(Path store, Path pem, Path key, String fingerprint) {
    public static final String PASSWORD = "only-for-this-test";

    /**
     * Valid today and tomorrow, for this machine.
     *
     * @param algorithm and its options, as keytool takes them
     */
    public static Certified make(Path folder, String name, String... algorithm) throws Exception {
        return madeFor(folder, name, "SAN=dns:localhost,ip:127.0.0.1", "-0d", algorithm);
    }

    /**
     * @param names the extension of subject alternative names, as keytool takes it
     * @param from when its two days begin, as keytool takes it
     */
    public static Certified madeFor(Path folder, String name, String names, String from, String... algorithm)
            throws Exception {
        var store = folder.resolve(name + ".p12");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name + ", O=Radhub test",
                "-ext",
                names,
                "-startdate",
                from,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString(),
                "-keyalg"));
        command.addAll(List.of(algorithm));
        var said = folder.resolve(name + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + Files.readString(said));
        }
        var keys = load(store);
        var alias = first(keys.aliases());
        var certificate = keys.getCertificate(alias);
        var pem = Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", certificate.getEncoded()));
        var key = Files.writeString(
                folder.resolve(name + ".key"),
                pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
        return new Certified(store, pem, key, Fingerprint.of(certificate.getEncoded()));
    }

    /** A context that shows this certificate and trusts the other. */
    public SSLContext trusting(Certified other) throws GeneralSecurityException, IOException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(store), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), other.trusted().getTrustManagers(), null);
        return context;
    }

    /** A context that shows no certificate and trusts this one. */
    public SSLContext anonymous() throws GeneralSecurityException, IOException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, trusted().getTrustManagers(), null);
        return context;
    }

    private TrustManagerFactory trusted() throws GeneralSecurityException, IOException {
        var certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        var own = load(store);
        certificates.setCertificateEntry("trusted", own.getCertificate(first(own.aliases())));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        return trust;
    }

    private static KeyStore load(Path store) throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static String first(Enumeration<String> aliases) {
        return aliases.nextElement();
    }

    private static String pem(String what, byte[] encoded) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
    }
}
