package org.radhub.storage.objects;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.radhub.storage.ObjectStore;

/** A real S3 endpoint for tests, on a free port of the loopback interface. It checks signatures. It may be stopped and started again. */
public final class S3Server implements AutoCloseable {
    private static final String ACCESS_KEY = "test-access";
    private static final String SECRET_KEY = "test-secret";

    private final Path folder;
    private S3Proxy proxy;
    private int port;

    private S3Server(Path folder) {
        this.folder = folder;
    }

    public static S3Server start() throws Exception {
        var server = new S3Server(Files.createTempDirectory("s3"));
        server.open();
        return server;
    }

    /** Answers; on the port that it had before, if it had one. */
    public void open() throws Exception {
        proxy = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .ignoreUnknownHeaders(true)
                .build();
        proxy.start();
        port = proxy.getPort();
    }

    /** Refuses connections until it is opened again; what it has it keeps. */
    public void shut() throws Exception {
        proxy.stop();
    }

    public ObjectStore store(String bucket) {
        return new S3ObjectStore(properties(bucket));
    }

    public int port() {
        return port;
    }

    /** What an application that uses the bucket is configured with. */
    public Map<String, String> settings(String bucket) {
        return settings(bucket, port);
    }

    /** By another port that leads here. */
    public Map<String, String> settings(String bucket, int by) {
        return Map.of(
                "radhub.s3.endpoint", "http://127.0.0.1:" + by,
                "radhub.s3.access-key", ACCESS_KEY,
                "radhub.s3.secret-key", SECRET_KEY,
                "radhub.s3.bucket", bucket);
    }

    S3Properties properties(String bucket) {
        return new S3Properties("http://127.0.0.1:" + port, ACCESS_KEY, SECRET_KEY, bucket, "us-east-1");
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
