package org.radhub.registry;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the registry takes in: checked here before it reaches the database. */
final class Rules {
    static final int TEXT_LIMIT = 200;
    private static final int REASON_LIMIT = 1000;

    private static final Pattern AE_TITLE = Pattern.compile("(?! )[\\x20-\\x5B\\x5D-\\x7E]{1,16}(?<! )");
    private static final Pattern SITE_CODE = Pattern.compile("[A-Z][A-Z0-9_-]{0,15}");
    private static final Pattern PERSON_ID = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    private static final Pattern MODALITY = Pattern.compile("[A-Z0-9_ ]{0,16}");
    private static final Pattern CREDENTIAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_. -]{0,31}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,253}");
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    private Rules() {}

    /** PS3.5 6.2, AE: default repertoire without backslash and control characters, leading and trailing spaces insignificant. */
    static void aeTitle(String title) {
        must(AE_TITLE.matcher(title).matches(), "registry.bad-ae-title");
    }

    static void siteCode(String code) {
        must(SITE_CODE.matcher(code).matches(), "registry.bad-site-code");
    }

    static void personId(String id) {
        must(PERSON_ID.matcher(id).matches(), "registry.bad-person-id");
    }

    static void modality(String modality) {
        must(MODALITY.matcher(modality).matches(), "registry.bad-modality");
    }

    static void credential(String credential) {
        must(CREDENTIAL.matcher(credential).matches(), "registry.bad-credential");
    }

    static void studyInstanceUid(String uid) {
        must(UID.matcher(uid).matches(), "registry.bad-study-uid");
    }

    /** A SHA-256 fingerprint as programs print it, made comparable. */
    static String fingerprint(String text) {
        var plain = text.strip().replace(":", "").toLowerCase(Locale.ROOT);
        must(FINGERPRINT.matcher(plain).matches(), "registry.bad-fingerprint");
        return plain;
    }

    /** A name or an address; whether there is such a host shows when it is called. */
    static void host(String host) {
        must(HOST.matcher(host).matches(), "registry.bad-host");
    }

    static void text(String field, String value, int limit) {
        must(
                value.length() <= limit && value.chars().noneMatch(Character::isISOControl),
                "registry.bad-text",
                field,
                limit);
    }

    /** A reason may be an encoded {@link Phrase}. */
    static void reason(String value) {
        text("reason", value.replace('\u001f', ' '), REASON_LIMIT);
    }

    static void filled(String field, String value) {
        text(field, value, TEXT_LIMIT);
        must(!value.isBlank(), "registry.empty-text", field);
    }

    static void must(boolean holds, String key, Object... args) {
        if (!holds) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of(key, args));
        }
    }

    static Refused notFound(String key, Object... args) {
        return new Refused(Refused.Kind.NOT_FOUND, Phrase.of(key, args));
    }
}
