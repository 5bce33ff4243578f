package org.radhub.storage.objects;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
}
