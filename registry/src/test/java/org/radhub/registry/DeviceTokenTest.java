package org.radhub.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeviceTokenTest {
    private Region region;
    private DeviceTokens tokens;

    @BeforeAll
    void buildRegion() {
        region = new Region();
        tokens = new DeviceTokenRegister(region.jdbc, region.devices, Clock.systemUTC());
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
}
