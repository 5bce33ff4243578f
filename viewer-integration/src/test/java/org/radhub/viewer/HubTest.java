package org.radhub.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Scope;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.registry.StudyKey;
import org.radhub.storage.Instance;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.viewer.access.ViewingTokens;
import org.radhub.viewer.frames.FileMeta;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test against a running hub, by HTTP. All of them share one hub. */
@SpringBootTest(classes = Hub.class, webEnvironment = WebEnvironment.RANDOM_PORT)
public abstract class HubTest {
    private static final String PASSWORD = "a password of tests";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final HttpClient client = HttpClient.newHttpClient();

    @Autowired
    protected Studies studies;

    @Autowired
    protected People people;

    @Autowired
    private Intake intake;

    @Autowired
    private Sites sites;

    @Autowired
    private ViewingTokens tokens;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry properties) throws IOException {
        var target = Files.createDirectories(Path.of("target"));
        var home = Files.createTempDirectory(target, "hub-");
        properties.add("radhub.home", home::toString);
        properties.add("radhub.storage.watermark", () -> "1MB");
        properties.add("radhub.storage.largest-instance", () -> "64MB");
    }

    /** The hub's address, without a slash at the end. */
    protected final String base() {
        return "http://localhost:" + port;
    }

    /** @param headers names and values in turn */
    protected final HttpResponse<byte[]> get(String address, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base() + address));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    /** @param headers names and values in turn */
    protected final HttpResponse<byte[]> post(String address, byte[] body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(base() + address))
                .headers(headers)
                .POST(BodyPublishers.ofByteArray(body));
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    protected static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** A site that nothing else in the tests uses. */
    protected final String newSite() {
        var code = "SITE" + NUMBER.incrementAndGet();
        sites.put(new Site(code, code, code, SiteKind.COUNTY, Optional.empty()));
        return code;
    }

    protected final Person newPerson(String site, Role... roles) {
        var person =
                new Person("person" + NUMBER.incrementAndGet(), "Somebody", "某人", site, Set.of(roles), Set.of(), 1.0);
        people.put(person);
        return person;
    }

    /** Header and value that sign the person in. */
    protected final String[] signedIn(Person person) {
        people.setPassword(person.id(), PASSWORD);
        var credentials =
                Base64.getEncoder().encodeToString((person.id() + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return new String[] {"Authorization", "Basic " + credentials};
    }

    /** Header and value of a viewing token for these studies. */
    protected final String[] token(Person person, StudyKey... of) {
        return new String[] {"Authorization", "Bearer " + tokens.forImages(person.id(), List.of(of), base())};
    }

    protected static String[] and(String[] headers, String... more) {
        var all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return all;
    }

    /** What was stored of one file. */
    protected record Stored(Study study, Series series, Instance instance, Path file) {
        /** Below {@code /dicom-web}. */
        public String address() {
            return "/dicom-web/studies/" + study.studyInstanceUid() + "/series/" + series.seriesInstanceUid()
                    + "/instances/" + instance.sopInstanceUid();
        }
    }

    /** Stores the shared files as the site's, and waits until all are indexed. */
    protected final List<Stored> store(String site, List<Path> files) {
        var uids = files.stream()
                .map(file -> keep(site, file, SharedData.sopInstance(file)))
                .toList();
        return IntStream.range(0, files.size())
                .mapToObj(i -> indexed(site, uids.get(i), files.get(i)))
                .toList();
    }

    protected final Stored store(String site, Path file) {
        return store(site, List.of(file)).get(0);
    }

    /** Stores a file that is not one of those shared. */
    protected final Stored store(String site, Path file, String sopInstanceUid) {
        return indexed(site, keep(site, file, sopInstanceUid), file);
    }

    private Stored indexed(String site, Uids uids, Path file) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> find(site, uids, file), Optional::isPresent)
                .orElseThrow();
    }

    private record Uids(String study, String series, String instance) {}

    private Uids keep(String site, Path file, String sopInstanceUid) {
        try {
            var meta = FileMeta.of(Files.readAllBytes(file));
            var offer = new Offer(site, "TESTER", "test", meta.sopClassUid(), sopInstanceUid, meta.transferSyntaxUid());
            var receipt = intake.keep(offer, new ByteArrayInputStream(meta.dataSet()));
            assertThat(receipt.sopInstanceUid()).isNotEmpty();
            return new Uids(receipt.studyInstanceUid(), receipt.seriesInstanceUid(), receipt.sopInstanceUid());
        } catch (NotKept | IOException e) {
            throw new IllegalStateException(file.toString(), e);
        }
    }

    private Optional<Stored> find(String site, Uids uids, Path file) {
        return studies.withUid(uids.study(), Scope.ofSite(site)).stream()
                .flatMap(study -> studies.seriesOf(study.id()).stream()
                        .filter(series -> series.seriesInstanceUid().equals(uids.series()))
                        .flatMap(series -> studies.instance(study.id(), uids.series(), uids.instance()).stream()
                                .map(instance -> new Stored(study, series, instance, file))))
                .findFirst();
    }
}
