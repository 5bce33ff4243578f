package org.radhub.viewer.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.storage.Attributes;
import org.radhub.storage.Intake;
import org.radhub.storage.Offer;
import org.radhub.storage.Studies;
import org.radhub.viewer.Hub;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class StartingTest {
    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    @TempDir
    Path home;

    @Test
    void a_viewer_is_asked_to_come_again_while_the_index_lacks_what_a_crash_left() throws Exception {
        try (var hub = start(Optional.empty())) {
            var offer = new Offer("COUNTYA", "CT", "test", CT, "1.2.1.1.1", "1.2.840.10008.1.2.1");
            hub.getBean(Intake.class)
                    .keep(offer, new ByteArrayInputStream(instance().encoded("1.2.840.10008.1.2.1", "ISO_IR 192")));
        }
        var holding = new ArrayList<Connection>();
        try (var hub = start(Optional.of(holding))) {
            hub.getBean(Sites.class).put(new Site("COUNTYA", "A", "甲", SiteKind.COUNTY, Optional.empty()));
            hub.getBean(People.class)
                    .put(new Person("doctor", "Doctor", "医生", "COUNTYA", Set.of(Role.DOCTOR), Set.of(), 1.0));
            hub.getBean(People.class).setPassword("doctor", "a password of tests");

            var early = studies(hub);
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(early.body()).contains("just started");

            holding.get(0).rollback();
            await().until(() -> hub.getBean(Studies.class).isWhole(Duration.ZERO));
            assertThat(studies(hub).body()).contains("1.2.1");
        } finally {
            for (var connection : holding) {
                connection.close();
            }
        }
    }

    /** @param holding gets a connection whose transaction lets nobody write the index */
    private ConfigurableApplicationContext start(Optional<List<Connection>> holding) {
        return new SpringApplicationBuilder(Hub.class)
                .properties(
                        "server.port=0",
                        "radhub.home=" + home,
                        "radhub.storage.watermark=1MB",
                        "radhub.storage.quiet=1h",
                        "radhub.viewer.index-patience=100ms")
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
                    @Override
                    public Object postProcessAfterInitialization(Object bean, String name) {
                        if (bean instanceof DataSource database) {
                            holding.ifPresent(connections -> connections.add(locked(database)));
                        }
                        return bean;
                    }
                }))
                .run();
    }

    private static Connection locked(DataSource database) {
        try {
            var connection = database.getConnection();
            connection.setAutoCommit(false);
            connection.createStatement().execute("lock table storage.instance in exclusive mode");
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> studies(ConfigurableApplicationContext hub) throws Exception {
        var address =
                "http://localhost:" + hub.getEnvironment().getProperty("local.server.port") + "/dicom-web/studies";
        var credentials =
                Base64.getEncoder().encodeToString("doctor:a password of tests".getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(address))
                .headers("Authorization", "Basic " + credentials, "Accept-Language", "en")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static Attributes instance() {
        return Attributes.builder()
                .put(0x00080016, CT)
                .put(0x00080018, "1.2.1.1.1")
                .put(0x00080060, "CT")
                .put(0x00100010, "Zhang^Wei")
                .put(0x00100020, "P1")
                .put(0x0020000D, "1.2.1")
                .put(0x0020000E, "1.2.1.1")
                .put(0x00200013, 1)
                .build();
    }
}
