package org.radhub.router.requestor;

import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.radhub.router.NotSecure;
import org.radhub.router.NotSecure.Flaw;
import org.radhub.router.Peer;
import org.radhub.router.requestor.PeerTrust.Distrust;

/** Tells from a failure what was wrong with whose certificate. */
final class Unsecured {
    /** Alerts about the certificate that was shown, or was not (RFC 8446 6.2). */
    private static final Pattern ABOUT_OURS = Pattern.compile(
            "(?:bad|unsupported)_certificate|certificate_(?:revoked|expired|unknown|required)|unknown_ca|access_denied");

    private Unsecured() {}

    /** Empty where it was something else. */
    static Optional<NotSecure> of(Peer peer, Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Distrust distrust) {
                return Optional.of(new NotSecure(distrust.flaw(), peer + ": " + distrust.getMessage(), failure));
            }
            if (cause instanceof SSLException said) {
                var text = String.valueOf(said.getMessage());
                if (ABOUT_OURS.matcher(text).find()) {
                    return Optional.of(new NotSecure(Flaw.OURS_REFUSED, peer + ": " + text, failure));
                }
            }
        }
        return Optional.empty();
    }
}
