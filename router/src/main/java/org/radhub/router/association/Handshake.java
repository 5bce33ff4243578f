package org.radhub.router.association;

import java.io.EOFException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import javax.net.ssl.SSLException;
import org.radhub.registry.Phrase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shakes hands over TLS in the connection's own thread, so that nobody waits for a caller that is slow at it, and then converses. */
record Handshake(Wire wire, Door door, RefusedCalls refusedCalls, Runnable conversation) implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    @Override
    public void run() {
        if (done()) {
            conversation.run();
        } else {
            door.left(wire);
            wire.close();
        }
    }

    private boolean done() {
        try {
            wire.shakeHands();
            return true;
        } catch (SSLException e) {
            // A caller that only looked whether the port is open hung up, and is nobody to tell of.
            if (!(e.getCause() instanceof EOFException)) {
                refusedCalls.add(wire.address(), Phrase.of(reason(e)));
            }
            LOG.debug("No TLS with {}: {}", wire.address().getHostAddress(), e.getMessage());
        } catch (IOException e) {
            LOG.debug("No TLS with {}: {}", wire.address().getHostAddress(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error(
                    "The handshake with {} ended by a failure of the hub",
                    wire.address().getHostAddress(),
                    e);
        }
        return false;
    }

    private static String reason(SSLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return "router.refused.untrusted-certificate";
            }
        }
        var said = String.valueOf(failure.getMessage());
        return said.contains("Empty client certificate chain") || said.contains("null cert chain")
                ? "router.refused.no-certificate"
                : "router.refused.tls-failed";
    }
}
