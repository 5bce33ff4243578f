package org.radhub.storage.objects;

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

    /** The secret never reaches a log line. */
    @Override
    public String toString() {
        return "S3 at " + endpoint + ", bucket " + bucket;
    }
}
