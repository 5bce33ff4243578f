package org.radhub.storage.objects;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.radhub.storage.ObjectStore;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.MinIOContainer;

/** The S3 adapter against MinIO's own server, where a container engine runs. */
@EnabledIf(
        value = "engineRuns",
        disabledReason = "no container engine runs here: MinIO's own server is not tested against")
class MinioObjectStoreTest extends ObjectStoreContract {
    private static MinIOContainer minio;

    static boolean engineRuns() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void startServer() {
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
