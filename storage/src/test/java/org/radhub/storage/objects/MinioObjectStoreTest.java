package org.radhub.storage.objects;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.radhub.storage.ObjectStore;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.MinIOContainer;

/** The S3 adapter against MinIO's own server, where a container engine runs. */
class MinioObjectStoreTest extends ObjectStoreContract {
    private static MinIOContainer minio;

    @BeforeAll
    static void startServer() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "no container engine runs here: MinIO is not started");
        minio = new MinIOContainer("minio/minio:RELEASE.2025-09-07T16-13-09Z");
        minio.start();
    }

    @AfterAll
    static void stopServer() {
        if (minio != null) {
            minio.stop();
        }
    }

    @Override
    ObjectStore emptyStore() {
        return new S3ObjectStore(new S3Properties(
                minio.getS3URL(),
                minio.getUserName(),
                minio.getPassword(),
                "bucket-" + UUID.randomUUID(),
                "us-east-1"));
    }
}
