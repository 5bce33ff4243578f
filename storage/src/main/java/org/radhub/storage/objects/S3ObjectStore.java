package org.radhub.storage.objects;

import io.minio.GetObjectArgs;
import io.minio.HeadObjectResponse;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import okhttp3.OkHttpClient;
import org.radhub.storage.ObjectStore;
import org.radhub.storage.Unavailable;
import org.radhub.storage.disk.ExactInput;

/**
 * Objects in one bucket of any S3: puts, multipart uploads, ranges, heads, lists and deletes, and nothing else of the protocol. Nothing is
 * tried twice here; the bucket is made when it is first needed and missing, so that an object store that is away does not keep the hub from
 * starting.
 */
final class S3ObjectStore implements ObjectStore {
    private static final long PART_BYTES = 16L << 20;
    private static final int MAX_PARTS = 10_000;
    private static final String DIGEST = "sha256";

    private final MinioClient client;
    private final String endpoint;
    private final String bucket;
    private final String region;
    private final S3Refusal refusal;
    private volatile boolean bucketSeen;

    S3ObjectStore(S3Properties properties) {
        this.endpoint = properties.endpoint();
        this.bucket = properties.bucket();
        this.region = properties.region();
        this.refusal = new S3Refusal(properties);
        var http = new OkHttpClient.Builder()
                .connectTimeout(10, TimeUnit.SECONDS)
                .writeTimeout(60, TimeUnit.SECONDS)
                .readTimeout(60, TimeUnit.SECONDS)
                .build();
        this.client = MinioClient.builder()
                .endpoint(properties.endpoint())
                .region(region)
                .credentials(properties.accessKey(), properties.secretKey())
                .httpClient(http, true)
                .build();
        client.setRetry(Set.of(), 0L, 1);
    }

    @Override
    public String place() {
        return "the bucket " + bucket + " at " + endpoint;
    }

    @Override
    public void put(String key, Path file, String sha256) throws IOException {
        ObjectKey.checked(key);
        long length = Files.size(file);
        asking(() -> {
            client.uploadObject(UploadObjectArgs.builder()
                    .bucket(readyBucket())
                    .object(key)
                    .filename(file.toString(), partBytes(length))
                    .userMetadata(Map.of(DIGEST, sha256))
                    .contentType("application/octet-stream")
                    .build());
            return null;
        });
        confirm(key, length);
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        ObjectKey.checked(key);
        asking(() -> {
            client.putObject(PutObjectArgs.builder()
                    .bucket(readyBucket())
                    .object(key)
                    .data(bytes, bytes.length)
                    .userMetadata(Map.of(DIGEST, sha256(bytes)))
                    .contentType("application/octet-stream")
                    .build());
            return null;
        });
        confirm(key, bytes.length);
    }

    /** Parts as small as the limit of their number allows, so that the memory of an upload does not depend on its size. */
    private static long partBytes(long length) {
        return Math.max(PART_BYTES, length / MAX_PARTS + 1);
    }

    private void confirm(String key, long length) throws IOException {
        var there = length(key);
        if (there.isEmpty() || there.get() != length) {
            throw new IOException("the object store took " + key + " and does not have all of it");
        }
    }

    @Override
    public InputStream get(String key, long from, long length) throws IOException {
        if (length == 0) {
            return emptyRange(key, from);
        }
        try {
            var response = asking(() -> client.getObject(GetObjectArgs.builder()
                    .bucket(bucket)
                    .object(ObjectKey.checked(key))
                    .offset(from)
                    .length(length)
                    .build()));
            return new ExactInput(checkedLength(key, length, response), length);
        } catch (RangeMissing e) {
            throw (EOFException) new EOFException(key + " is shorter than " + (from + length) + " bytes").initCause(e);
        }
    }

    private InputStream emptyRange(String key, long from) throws IOException {
        long size = length(key).orElseThrow(() -> new NoSuchFileException(key));
        if (from > size) {
            throw new EOFException(key + " is shorter than " + from + " bytes");
        }
        return InputStream.nullInputStream();
    }

    /** A range that goes beyond the end is answered with what there is of it. */
    private static InputStream checkedLength(String key, long length, io.minio.GetObjectResponse response)
            throws IOException {
        var answered = response.headers().get("Content-Length");
        if (answered != null && Long.parseLong(answered) < length) {
            response.close();
            throw new EOFException(key + " ends before the range does");
        }
        return response;
    }

    @Override
    public InputStream get(String key) throws IOException {
        return asking(() -> client.getObject(GetObjectArgs.builder()
                .bucket(bucket)
                .object(ObjectKey.checked(key))
                .build()));
    }

    @Override
    public Optional<Long> length(String key) throws IOException {
        return head(key).map(HeadObjectResponse::size);
    }

    @Override
    public Optional<String> digest(String key) throws IOException {
        return head(key).map(head -> head.userMetadata().getFirst(DIGEST));
    }

    private Optional<HeadObjectResponse> head(String key) throws IOException {
        try {
            return Optional.of(asking(() -> client.statObject(StatObjectArgs.builder()
                    .bucket(bucket)
                    .object(ObjectKey.checked(key))
                    .build())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Stream<String> list(String prefix) throws IOException {
        var results = client.listObjects(ListObjectsArgs.builder()
                .bucket(asking(this::readyBucket))
                .prefix(prefix)
                .recursive(true)
                .build());
        return StreamSupport.stream(results.spliterator(), false).map(result -> {
            try {
                return asking(() -> result.get().objectName());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void check() throws IOException {
        try {
            asking(() -> {
                if (bucketSeen) {
                    requireBucket();
                } else {
                    readyBucket();
                }
                return null;
            });
        } catch (NoSuchFileException e) {
            // It is not made anew: what was in it is gone too, and somebody has to hear of it.
            throw new Unavailable(Unavailable.Why.OBJECT_STORE, "the bucket " + bucket + " is gone", e);
        }
    }

    @Override
    public void delete(String key) throws IOException {
        ObjectKey.checked(key);
        try {
            asking(() -> {
                client.removeObject(
                        RemoveObjectArgs.builder().bucket(bucket).object(key).build());
                return null;
            });
        } catch (NoSuchFileException e) {
            // A bucket that was never made holds nothing to delete; so does a key that was never put.
            bucketSeen = false;
        }
    }

    private String readyBucket() throws MinioException {
        if (!bucketSeen) {
            makeBucketUnlessThere();
            bucketSeen = true;
        }
        return bucket;
    }

    private void makeBucketUnlessThere() throws MinioException {
        try {
            requireBucket();
        } catch (ErrorResponseException e) {
            if (!"NoSuchBucket".equals(e.errorResponse().code())) {
                throw e;
            }
            makeBucket();
        }
    }

    private void requireBucket() throws MinioException {
        // A list, as a refused head has no body that would say why.
        var any = client.listObjects(
                        ListObjectsArgs.builder().bucket(bucket).maxKeys(1).build())
                .iterator();
        if (any.hasNext()) {
            any.next().get();
        }
    }

    private void makeBucket() throws MinioException {
        try {
            client.makeBucket(
                    MakeBucketArgs.builder().bucket(bucket).region(region).build());
        } catch (ErrorResponseException e) {
            // Another process of the hub may have made it a moment ago.
            if (!String.valueOf(e.errorResponse().code()).startsWith("BucketAlready")) {
                throw e;
            }
        }
    }

    private interface Request<T> {
        T answer() throws MinioException, IOException;
    }

    /** Carries out the request, and says what went wrong in the terms of {@link ObjectStore}. */
    private <T> T asking(Request<T> request) throws IOException {
        try {
            return request.answer();
        } catch (ErrorResponseException e) {
            var code = e.errorResponse().code();
            if ("NoSuchKey".equals(code) || "NoSuchBucket".equals(code)) {
                throw (NoSuchFileException)
                        new NoSuchFileException(e.errorResponse().objectName()).initCause(e);
            }
            if ("InvalidRange".equals(code)) {
                throw new RangeMissing(e);
            }
            throw refusal.answered(e);
        } catch (MinioException e) {
            throw refusal.failed(e);
        } catch (IllegalStateException | CompletionException e) {
            // How the client tells of connections that fail, at some of its calls.
            throw refusal.silent(e);
        }
    }

    private static final class RangeMissing extends IOException {
        private static final long serialVersionUID = 1L;

        RangeMissing(Throwable cause) {
            super(cause);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
