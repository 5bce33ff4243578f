package org.radhub.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceTokenTest {
    private Region region;
    private DeviceTokens tokens;

    @BeforeAll
    void buildRegion() {
        region = new Region();
        tokens = new DeviceTokenRegister(
                region.jdbc, region.devices, new DataSourceTransactionManager(region.database), Clock.systemUTC());
    }

    @Test
    void a_token_is_known_until_it_is_revoked_and_while_its_device_is_switched_on() {
        region.devices.put(Region.device("GATEWAY"));
        var first = tokens.issue("GATEWAY", "admin");
        var second = tokens.issue("GATEWAY", "admin");
        assertThat(tokens.of("GATEWAY")).containsExactly(first.token(), second.token());
        assertThat(tokens.holder(first.secret())).contains(Region.device("GATEWAY"));

        tokens.revoke("GATEWAY", first.token().name());
        assertThat(tokens.holder(first.secret())).isEmpty();
        assertThat(tokens.holder(second.secret())).isPresent();
        assertThatThrownBy(() -> tokens.revoke("GATEWAY", first.token().name())).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> tokens.revoke("OTHER", second.token().name())).isInstanceOf(Refused.class);

        region.devices.put(new Device("GATEWAY", "COUNTYA", "", "", List.of(), false));
        assertThat(tokens.holder(second.secret())).isEmpty();
    }

    @Test
    void whose_a_token_was_is_known_after_it_was_revoked() {
        region.devices.put(Region.device("FORMER"));
        var issued = tokens.issue("FORMER", "admin");
        tokens.revoke("FORMER", issued.token().name());

        assertThat(tokens.issued(issued.secret())).contains(issued.token());
        assertThat(tokens.issued("rhd_" + "A".repeat(43))).isEmpty();
        assertThat(tokens.issued("rhd_")).isEmpty();
    }

    @Test
    void what_is_kept_of_a_token_opens_nothing() {
        region.devices.put(Region.device("KEPT"));
        var issued = tokens.issue("KEPT", "admin");

        var rows = region.jdbc
                .sql("select t::text from registry.device_token t where ae_title = 'KEPT'")
                .query(String.class)
                .list();
        assertThat(rows)
                .singleElement()
                .asString()
                .doesNotContain(issued.secret().substring(4));
        for (var wrong : List.of("", "rhd_", issued.token().name(), issued.secret() + "x", "rhd_" + "A".repeat(43))) {
            assertThat(tokens.holder(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void an_unknown_device_gets_none_and_a_known_one_not_any_number() {
        assertThatThrownBy(() -> tokens.issue("NOBODY", "admin")).isInstanceOf(Refused.class);
        region.devices.put(Region.device("MANY"));
        for (var i = 0; i < 5; i++) {
            tokens.issue("MANY", "admin");
        }
        assertThatThrownBy(() -> tokens.issue("MANY", "admin"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT));
    }

    @Test
    void many_who_ask_at_once_get_no_more_than_one_after_the_other() throws Exception {
        var callers = Executors.newFixedThreadPool(8);
        try {
            for (var round = 0; round < 5; round++) {
                var device = "RUSH" + round;
                region.devices.put(Region.device(device));
                var together = new CyclicBarrier(8);
                Callable<Boolean> ask = () -> {
                    together.await(1, TimeUnit.MINUTES);
                    return isIssued(device);
                };
                var answers = callers.invokeAll(
                        IntStream.range(0, 8).mapToObj(i -> ask).toList());
                var issued = 0;
                for (Future<Boolean> answer : answers) {
                    issued += answer.get() ? 1 : 0;
                }
                assertThat(issued).isEqualTo(5);
                assertThat(tokens.of(device)).hasSize(5);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private boolean isIssued(String device) {
        try {
            return !tokens.issue(device, "admin").secret().isEmpty();
        } catch (Refused refused) {
            assertThat(refused.kind()).isEqualTo(Refused.Kind.CONFLICT);
            return false;
        }
    }

    @Test
    void a_device_calls_from_its_addresses_in_numbers_alone() {
        var device = Region.device("HERE", "10.0.0.0/8", "fe80::/10");
        assertThat(device.mayCallFrom("10.1.2.3")).isTrue();
        assertThat(device.mayCallFrom("fe80:0:0:0:1:2:3:4%eth0")).isTrue();
        for (var other : List.of("11.1.2.3", "2001:db8::1", "", "garbage", "10.1.2.3.4", "localhost", "1:2", "%")) {
            assertThat(device.mayCallFrom(other)).as(other).isFalse();
        }
    }
}
