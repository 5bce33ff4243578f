package org.radhub.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.radhub.storage.ObjectStore;

/** The S3 adapter against a server in this JVM that checks signatures, and speaks multipart and ranges. */
class S3ObjectStoreTest extends ObjectStoreContract {
    private static S3Server server;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Override
    ObjectStore emptyStore() {
        return new S3ObjectStore(server.properties("bucket-" + UUID.randomUUID()));
    }

    @Test
    void it_says_which_bucket_it_is_and_where() {
        assertThat(server.store("images").place()).isEqualTo("the bucket images at http://127.0.0.1:" + server.port());
    }
}
