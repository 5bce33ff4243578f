package org.radhub.registry;

import java.util.List;
import java.util.Optional;

/** Tokens by which devices that send over the web, and have nobody to sign in, are known. They let a device store for its own site, and nothing else. */
public interface DeviceTokens {
    /** How each begins, so that none is taken for another kind of token. */
    String PREFIX = "rhd_";

    /**
     * A new token, in the only answer that ever holds it: its digest alone is kept. NOT_FOUND if there is no such device, CONFLICT if it
     * holds as many as it may.
     */
    Issued issue(String aeTitle, String issuer);

    /** @param secret what the device sends as {@code Authorization: Bearer} */
    record Issued(DeviceToken token, String secret) {}

    /** Those that are valid, oldest first. */
    List<DeviceToken> of(String aeTitle);

    /** From now on the token opens nothing. NOT_FOUND if the device holds none of this name. */
    void revoke(String aeTitle, String name);

    /** The enabled device that holds this token. Whether it may call from where the request came is for the caller to ask. */
    Optional<Device> holder(String secret);

    /** The token as it was issued, whether or not it opens anything still: to say whose it was that somebody brought. */
    Optional<DeviceToken> issued(String secret);
}
