package org.radhub.storage.objects;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import org.radhub.storage.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the S3 object store is; in the environment as {@code RADHUB_S3_ENDPOINT} and so on.
 *
 * @param endpoint URL; empty: objects are kept in the file system
 * @param region as the server wants it signed
 */
@ConfigurationProperties("radhub.s3")
record S3Properties(
        @DefaultValue("") String endpoint,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey,
        @DefaultValue("radhub") String bucket,
        @DefaultValue("us-east-1") String region) {

    private static final Pattern BUCKET = Pattern.compile("(?!.*[.]{2})[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** Whether objects are to be kept in an S3. */
    boolean isMeant() {
        return !endpoint.isBlank();
    }

    /** @throws WrongSetting if no S3 can be meant by this, or only half of one is */
    void require() {
        if (isMeant() && !isEndpoint()) {
            throw new WrongSetting("RADHUB_S3_ENDPOINT is " + endpoint
                    + ", and has to be http or https, a host and perhaps a port, as https://s3.example:9000");
        }
        if (isMeant() == accessKey.isBlank() || isMeant() == secretKey.isBlank()) {
            throw new WrongSetting("RADHUB_S3_ENDPOINT, RADHUB_S3_ACCESS_KEY and RADHUB_S3_SECRET_KEY have to be set"
                    + " together: for an object store in an S3 all of them, else none");
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw new WrongSetting("RADHUB_S3_BUCKET is " + bucket
                    + ", and has to be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens");
        }
    }

    private boolean isEndpoint() {
        try {
            var address = new URI(endpoint);
            return Set.of("http", "https").contains(String.valueOf(address.getScheme()))
                    && address.getHost() != null
                    && address.getUserInfo() == null
                    && address.getQuery() == null
                    && Set.of("", "/").contains(address.getPath());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The secret never reaches a log line. */
    @Override
    public String toString() {
        return "S3 at " + endpoint + ", bucket " + bucket;
    }
}
