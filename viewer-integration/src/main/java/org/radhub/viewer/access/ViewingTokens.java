package org.radhub.viewer.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.radhub.registry.StudyKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Opaque random tokens for viewers that have no sign-in of their own: one kind opens images for some hours; the other, which stands in an
 * address and so is seen by more eyes, opens a manifest for some minutes and a few times.
 */
@Component
public class ViewingTokens {
    /** Marks our tokens, so that none is taken for another issuer's bearer token. */
    static final String PREFIX = "rhv_";

    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final int SECRET_BYTES = 32;

    private final TokenRegister register;
    private final Clock clock;
    private final Duration imageLifetime;
    private final Duration manifestLifetime;
    private final int manifestUses;
    private final SecureRandom random = new SecureRandom();

    ViewingTokens(
            TokenRegister register,
            Clock clock,
            @Value("${radhub.viewer.token-lifetime:8h}") Duration imageLifetime,
            @Value("${radhub.viewer.manifest-token-lifetime:5m}") Duration manifestLifetime,
            @Value("${radhub.viewer.manifest-token-uses:5}") int manifestUses) {
        this.register = register;
        this.clock = clock;
        this.imageLifetime = imageLifetime;
        this.manifestLifetime = manifestLifetime;
        this.manifestUses = manifestUses;
    }

    /** A token that opens the images of these studies to the person. */
    public String forImages(String person, List<StudyKey> studies, String base) {
        var token = invent();
        var now = clock.instant();
        register.keep(digest(token), "IMAGES", person, studies, base, now, now.plus(imageLifetime), Optional.empty());
        return token;
    }

    /** A token that opens the manifest of these studies to the person. */
    public String forManifest(String person, List<StudyKey> studies, String base) {
        var token = invent();
        var now = clock.instant();
        register.keep(
                digest(token),
                "MANIFEST",
                person,
                studies,
                base,
                now,
                now.plus(manifestLifetime),
                Optional.of(manifestUses));
        return token;
    }

    /** What an image token opens; empty if it is none, or has expired. */
    public Optional<ViewingToken> images(String token) {
        return isWellFormed(token) ? register.images(digest(token), clock.instant()) : Optional.empty();
    }

    /** What a manifest token opens; empty if it is none, has expired, or is used up. This counts as a use. */
    public Optional<ViewingToken> useManifest(String token) {
        return isWellFormed(token) ? register.useManifest(digest(token), clock.instant()) : Optional.empty();
    }

    /** Forgets tokens that have long expired; what was done with them is in the trail. */
    @Scheduled(fixedDelayString = "${radhub.viewer.token-cleaning:1h}")
    void forgetExpired() {
        register.forget(clock.instant().minus(Duration.ofDays(1)));
    }

    static String name(byte[] digest) {
        return HexFormat.of().formatHex(digest, 0, 4);
    }

    private static boolean isWellFormed(String token) {
        return FORM.matcher(token).matches();
    }

    private String invent() {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
