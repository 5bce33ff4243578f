package org.radhub.router.sending;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Outcome;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.offer.Offers;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** By STOW-RS (PS3.18 10.5). */
@Component
class StowRoad implements Road {
    private static final Logger LOG = LoggerFactory.getLogger(StowRoad.class);
    private static final int LONGEST_ANSWER = 8 << 20;
    /** Statuses that come with what became of each instance. */
    private static final Set<Integer> ABOUT_THE_INSTANCES = Set.of(200, 202, 409);
    /** Statuses that speak of this request, and not of the destination. */
    private static final Set<Integer> OF_THE_REQUEST = Set.of(400, 406, 411, 413, 414, 415, 422);

    private final Studies studies;
    private final Offers offers;
    private final HttpClient http;
    private final Duration stallTimeout;
    private final Duration responseTimeout;

    StowRoad(Studies studies, Offers offers, Settings settings) {
        this.studies = studies;
        this.offers = offers;
        this.stallTimeout = settings.web().stallTimeout();
        this.responseTimeout = settings.web().responseTimeout();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.web().connectTimeout())
                .build();
    }

    @Override
    public void send(Destination destination, List<Instance> instances, Runnable leaving, Consumer<List<Outcome>> told)
            throws PeerFailed {
        var endpoint = (Endpoint.DicomWeb) destination.endpoint();
        var left = new AtomicBoolean();
        Runnable once = () -> {
            if (!left.getAndSet(true)) {
                leaving.run();
            }
        };
        new StowShipment(
                        files -> post(endpoint, files),
                        studies,
                        instance -> offers.of(instance, "destination " + destination.name(), once),
                        once,
                        told)
                .send(instances);
    }

    @Override
    public void verify(Destination destination) throws PeerFailed {
        var endpoint = (Endpoint.DicomWeb) destination.endpoint();
        var request = request(endpoint, "/studies?limit=1").GET().build();
        var answer = exchange(endpoint, request, new AtomicLong(System.nanoTime()), () -> true);
        if (answer.statusCode() / 100 != 2) {
            throw refused(endpoint, answer.statusCode());
        }
    }

    private Answer post(Endpoint.DicomWeb endpoint, List<StowBody.File> files) throws PeerFailed {
        var boundary = "radhub-" + UUID.randomUUID();
        var progress = new Progress(new StowBody(files, boundary));
        var body = BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> progress), StowBody.length(files, boundary));
        var request = request(endpoint, "/studies")
                .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=" + boundary)
                .POST(body)
                .build();
        try {
            var answer = exchange(endpoint, request, progress.at, () -> progress.ended);
            if (!ABOUT_THE_INSTANCES.contains(answer.statusCode()) && !OF_THE_REQUEST.contains(answer.statusCode())) {
                throw refused(endpoint, answer.statusCode());
            }
            return answer;
        } catch (PeerFailed e) {
            if (progress.broken) {
                throw new PeerFailed(Reason.GIVEN_UP, "the hub's own copy broke: " + e.getMessage(), e);
            }
            throw e;
        } finally {
            progress.discard();
        }
    }

    private static HttpRequest.Builder request(Endpoint.DicomWeb endpoint, String path) {
        var base = endpoint.service().toString().replaceAll("/+$", "");
        var request = HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/dicom+json");
        endpoint.authorization().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    /** Whoever answers so would answer any request so: it is not let in, or is in trouble itself. */
    private static PeerFailed refused(Endpoint.DicomWeb endpoint, int status) {
        return new PeerFailed(Reason.REJECTED, endpoint + " answered with HTTP status " + status, null);
    }

    record Answer(int statusCode, byte[] body) {
        /** Whether it says of each instance what became of it. */
        boolean namesInstances() {
            return ABOUT_THE_INSTANCES.contains(statusCode);
        }
    }

    /**
     * @param at when the request last went on, as System.nanoTime
     * @param ended whether all of it has gone
     */
    private Answer exchange(Endpoint.DicomWeb endpoint, HttpRequest request, AtomicLong at, BooleanSupplier ended)
            throws PeerFailed {
        var opened = new AtomicReference<InputStream>(InputStream.nullInputStream());
        var exchange = http.sendAsync(request, BodyHandlers.ofInputStream());
        var answer = exchange.thenApply(response -> read(response, opened));
        try {
            while (true) {
                try {
                    return answer.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    var most = ended.getAsBoolean() ? responseTimeout : stallTimeout;
                    if (System.nanoTime() - at.get() > most.toNanos()) {
                        throw new PeerFailed(Reason.TIMED_OUT, endpoint + " let the hub wait for too long", e);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw failure(endpoint, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PeerFailed(Reason.GIVEN_UP, "interrupted", e);
        } finally {
            // Both close the connection where the answer has not come to its end.
            exchange.cancel(true);
            close(opened.get());
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            LOG.debug("the answer did not close: {}", e.getMessage());
        }
    }

    private static Answer read(HttpResponse<InputStream> response, AtomicReference<InputStream> opened) {
        try (var body = response.body()) {
            opened.set(body);
            return new Answer(response.statusCode(), body.readNBytes(LONGEST_ANSWER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PeerFailed failure(Endpoint.DicomWeb endpoint, Throwable cause) {
        for (var e = cause; e != null; e = e.getCause()) {
            if (e instanceof ConnectException
                    || e instanceof HttpConnectTimeoutException
                    || e instanceof UnresolvedAddressException) {
                return new PeerFailed(Reason.UNREACHABLE, endpoint + " cannot be reached: " + e.getMessage(), cause);
            }
        }
        return new PeerFailed(Reason.BROKEN, "the connection to " + endpoint + " broke: " + cause.getMessage(), cause);
    }

    /** The body on its way, and when it last went on. The client closes it at its end, and not where a request ends before that. */
    private static final class Progress extends FilterInputStream {
        private final AtomicLong at = new AtomicLong(System.nanoTime());
        private final ReentrantLock reading = new ReentrantLock();
        private volatile boolean discarded;
        private volatile boolean ended;
        private volatile boolean broken;

        Progress(InputStream body) {
            super(body);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            reading.lock();
            try {
                return discarded ? -1 : readOn(into, from, length);
            } finally {
                reading.unlock();
                if (discarded) {
                    discard();
                }
            }
        }

        private int readOn(byte[] into, int from, int length) throws IOException {
            try {
                var count = in.read(into, from, length);
                ended = count < 0;
                return count;
            } catch (IOException | RuntimeException e) {
                broken = true;
                throw e;
            } finally {
                at.set(System.nanoTime());
            }
        }

        /** Nobody needs what has not gone. Who is reading it closes it behind that. */
        void discard() {
            discarded = true;
            if (reading.tryLock()) {
                try {
                    in.close();
                } catch (IOException e) {
                    LOG.debug("what was to be sent did not close: {}", e.getMessage());
                } finally {
                    reading.unlock();
                }
            }
        }
    }
}
