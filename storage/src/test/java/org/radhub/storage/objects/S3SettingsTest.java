package org.radhub.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.minio.MinioClient;
import io.minio.RemoveBucketArgs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radhub.storage.Unavailable;
import org.radhub.storage.WrongSetting;

/** Whoever sets the object store up wrongly is told what is wrong, on one line, and not the secret. */
class S3SettingsTest {
    private static S3Server server;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Test
    void right_settings_are_fine_and_the_bucket_is_made() throws IOException {
        var store = new S3ObjectStore(server.properties("new-bucket"));

        store.check();
        store.check();

        assertThat(store.list("")).isEmpty();
    }

    @Test
    void a_bucket_that_is_gone_is_said_and_not_made_anew() throws Exception {
        var settings = server.properties("vanishing");
        var store = new S3ObjectStore(settings);
        store.check();
        MinioClient.builder()
                .endpoint(settings.endpoint())
                .credentials(settings.accessKey(), settings.secretKey())
                .region(settings.region())
                .build()
                .removeBucket(RemoveBucketArgs.builder().bucket("vanishing").build());

        for (int look = 0; look < 2; look++) {
            assertThatThrownBy(store::check).isInstanceOf(Unavailable.class).hasMessage("the bucket vanishing is gone");
        }
    }

    @ParameterizedTest
    @CsvSource({"nobody,test-secret", "test-access,another-secret"})
    void credentials_that_are_not_accepted_are_named(String accessKey, String secretKey) {
        var right = server.properties("bucket");
        var store = new S3ObjectStore(
                new S3Properties(right.endpoint(), accessKey, secretKey, right.bucket(), right.region()));

        assertThatThrownBy(store::check)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("does not accept RADHUB_S3_ACCESS_KEY with RADHUB_S3_SECRET_KEY")
                .hasMessageNotContainingAny(secretKey, "\n");
    }

    @Test
    void an_endpoint_where_nobody_listens_is_named() throws IOException {
        int nobody;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }

        assertThatThrownBy(at(nobody)::check)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("http://127.0.0.1:" + nobody + " does not answer: Connection refused");
    }

    @Test
    void an_endpoint_that_is_no_s3_is_named() throws IOException {
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        other.createContext("/", exchange -> {
            try (exchange) {
                var page = "<html>\nno S3\n</html>".getBytes(StandardCharsets.US_ASCII);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        other.start();
        try {
            assertThatThrownBy(at(other.getAddress().getPort())::check)
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("is not understood as an S3")
                    .hasMessageContaining(
                            "http://127.0.0.1:" + other.getAddress().getPort())
                    .hasMessageNotContaining("\n");
        } finally {
            other.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3.example",
                "s3.example:9000",
                "ftp://s3.example",
                "https://",
                "https://s3.example/bucket",
                "https://me@s3.example",
                "https://s3 example"
            })
    void an_endpoint_that_is_none_is_refused(String endpoint) {
        assertThatThrownBy(new S3Properties(endpoint, "a", "s", "radhub", "us-east-1")::require)
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("RADHUB_S3_ENDPOINT is " + endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"No_Bucket", "ab", "-bucket", "bucket-", "a..b", "bucket/folder", ""})
    void a_bucket_that_can_be_none_is_refused(String bucket) {
        assertThatThrownBy(new S3Properties("https://s3.example", "a", "s", bucket, "us-east-1")::require)
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("RADHUB_S3_BUCKET is " + bucket);
    }

    @ParameterizedTest
    @CsvSource({"https://s3.example,'',''", "https://s3.example,a,''", "https://s3.example,'',s", "'',a,s", "'','',s"})
    void half_of_the_settings_are_refused(String endpoint, String accessKey, String secretKey) {
        assertThatThrownBy(new S3Properties(endpoint, accessKey, secretKey, "radhub", "us-east-1")::require)
                .isInstanceOf(WrongSetting.class)
                .hasMessageContaining("have to be set together");
    }

    @Test
    void settings_that_can_be_meant_are_not_refused() {
        new S3Properties("https://s3.example:9000/", "a", "s", "radhub.region-1", "us-east-1").require();
        new S3Properties("", "", "", "radhub", "us-east-1").require();
    }

    private static S3ObjectStore at(int port) {
        var right = server.properties("bucket");
        return new S3ObjectStore(new S3Properties(
                "http://127.0.0.1:" + port, right.accessKey(), right.secretKey(), right.bucket(), right.region()));
    }
}
