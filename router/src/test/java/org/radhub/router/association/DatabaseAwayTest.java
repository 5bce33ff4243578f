package org.radhub.router.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.radhub.registry.Device;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** New associations while the database is away. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseAwayTest {
    private static final String UNRECOGNIZED = "1/1/3";

    @Test
    void known_devices_call_while_the_database_is_away_and_a_revoked_one_is_out_when_it_is_back() throws Exception {
        try (var hub = new Hub()) {
            hub.register(new Device("COUNTYA_MR", "COUNTYA", "", "MR", List.of("127.0.0.0/8"), true));
            hub.register(new Device("COUNTYA_US", "COUNTYA", "", "US", List.of("10.0.0.0/8"), true));
            hub.register(new Device("COUNTYA_OLD", "COUNTYA", "", "CT", List.of("127.0.0.0/8"), false));
            hub.get(KnownDevices.class).remember();
            var name = hub.jdbc()
                    .sql("select current_database()")
                    .query(String.class)
                    .single();
            var server = JdbcClient.create(TestDatabase.fresh());

            server.sql("alter database " + name + " with allow_connections false")
                    .update();
            server.sql("select pg_terminate_backend(pid) from pg_stat_activity where datname = :name")
                    .param("name", name)
                    .query(Boolean.class)
                    .list();
            for (var title : List.of(Hub.CT, "COUNTYA_MR", Hub.CT)) {
                try (var peer = Peer.associated(hub.port(), title, "RADHUB")) {
                    assertThat(peer.echo().status()).isZero();
                    assertThat(peer.store("1.2.3", new byte[100_000]).status()).isZero();
                }
            }
            for (var title : List.of("UNKNOWN", "COUNTYA_US", "COUNTYA_OLD")) {
                assertThat(answer(hub, title)).as(title).isEqualTo(UNRECOGNIZED);
            }

            server.sql("alter database " + name + " with allow_connections true")
                    .update();
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                hub.register(new Device("COUNTYA_MR", "COUNTYA", "", "MR", List.of("127.0.0.0/8"), false));
                return true;
            });
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> answer(hub, "COUNTYA_MR").equals(UNRECOGNIZED));
            assertThat(answer(hub, Hub.CT)).isEqualTo("accepted");
        }
    }

    private static String answer(Hub hub, String title) throws IOException {
        try (var peer = new Peer(hub.port())) {
            peer.send(Peer.associateRequest(title, "RADHUB"));
            var answer = peer.receive();
            return answer.type() == Pdu.A_ASSOCIATE_AC ? "accepted" : answer.code();
        }
    }
}
