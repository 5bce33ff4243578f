package org.radhub.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterTest {
    private Region region;

    @BeforeAll
    void buildRegion() {
        region = new Region();
    }

    @Test
    void a_site_put_twice_is_replaced_and_keeps_every_character() {
        region.sites.put(new Site("COUNTYB", "County B", "乙县", SiteKind.COUNTY, Optional.empty()));
        var renamed = new Site("COUNTYB", "County B'; --", "乙县人民医院𠮷", SiteKind.COUNTY, Optional.of("CITY1"));
        region.sites.put(renamed);
        assertThat(region.sites.find("COUNTYB")).contains(renamed);
        assertThat(region.sites.all())
                .filteredOn(site -> site.code().equals("COUNTYB"))
                .hasSize(1);
    }

    @Test
    void a_site_cannot_belong_to_a_site_that_belongs_to_it() {
        refused(
                Refused.Kind.INVALID,
                "registry.parent-circle",
                () -> region.sites.put(new Site("COUNTYA", "County A", "", SiteKind.COUNTY, Optional.of("TOWNA1"))));
    }

    @Test
    void a_site_cannot_belong_to_a_site_that_nobody_knows() {
        refused(
                Refused.Kind.NOT_FOUND,
                "registry.unknown-site",
                () -> region.sites.put(new Site("NEW", "New", "", SiteKind.COUNTY, Optional.of("NOWHERE"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lower", "1A", "SEVENTEEN_LETTERS", "A B", "A\nB", "../A"})
    void a_site_code_out_of_bounds_is_refused(String code) {
        refused(
                Refused.Kind.INVALID,
                "registry.bad-site-code",
                () -> region.sites.put(new Site(code, "N", "", SiteKind.COUNTY, Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "CT_1", "SIXTEEN-LETTERS!", "WITH SPACE", "lower"})
    void an_ae_title_of_the_default_repertoire_is_taken(String aeTitle) {
        region.devices.put(Region.device(aeTitle, "10.0.0.1"));
        assertThat(region.devices.find(aeTitle)).contains(Region.device(aeTitle, "10.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " A", "A ", "SEVENTEEN_LETTERS", "BACK\\SLASH", "A\u0007", "市医院", "A\n"})
    void an_ae_title_out_of_bounds_is_refused(String aeTitle) {
        refused(
                Refused.Kind.INVALID,
                "registry.bad-ae-title",
                () -> region.devices.put(Region.device(aeTitle, "10.0.0.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.3/8, 10.200.0.1, true",
        "10.1.2.3/8, 11.0.0.1, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "127.0.0.0/8, 127.0.0.53, true",
        "::1, ::1, true",
        "::1, 127.0.0.1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::/0, fe80::1, true",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
        "::ffff:10.0.0.0/104, 11.9.9.9, false"
    })
    void a_device_may_call_from_its_addresses_alone(String range, String from, boolean may)
            throws UnknownHostException {
        region.devices.put(Region.device("CALLER", range));
        assertThat(region.devices.calling("CALLER", InetAddress.getByName(from)).isPresent())
                .isEqualTo(may);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.1",
                "10.1.2.256",
                "10.1.2.3/33",
                "10.1.2.3/",
                "10.1.2.3/-1",
                "::1/129",
                "1:2",
                "::ffff:10.0.0.0/8",
                "fe80::1%eth0",
                "10.1.2.3/08x",
                "/8",
                "0x7f.0.0.1",
                ":::::::::::::::::::::::::::::::::::::::::::::::::::::::::::::::::::"
            })
    void an_address_that_is_none_is_refused_without_a_look_up(String range) {
        refused(Refused.Kind.INVALID, "registry.bad-address", () -> region.devices.put(Region.device("CALLER", range)));
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3:104", "pacs.county-a.local:11112", "[::1]:4242"})
    void where_a_device_is_called_is_kept_however_often_the_device_is_put_again(String address) {
        region.devices.put(Region.device("CALLED", "10.1.2.3"));
        region.devices.callAt("CALLED", NetworkAddress.parse(address));
        region.devices.put(Region.device("CALLED", "10.1.2.4"));
        assertThat(region.devices.calledAt("CALLED").map(NetworkAddress::toString))
                .contains(address);
        region.devices.callAt("CALLED", NetworkAddress.parse(" "));
        assertThat(region.devices.calledAt("CALLED")).isEmpty();
    }

    @Test
    void a_device_is_called_plainly_until_somebody_says_that_it_is_called_over_tls() {
        region.devices.put(Region.device("SECURED", "10.1.2.3"));
        assertThat(region.devices.calledAt()).doesNotContainKey("SECURED");
        var plain = NetworkAddress.parse("10.1.2.3:104").orElseThrow();
        region.devices.callAt("SECURED", Optional.of(plain));
        assertThat(region.devices.calledAt("SECURED")).contains(new NetworkAddress("10.1.2.3", 104, false));
        region.devices.callAt("SECURED", Optional.of(plain.over(true)));
        assertThat(region.devices.calledAt("SECURED")).contains(new NetworkAddress("10.1.2.3", 104, true));
        assertThat(region.devices.calledAt()).containsEntry("SECURED", plain.over(true));
    }

    @Test
    void an_address_that_nobody_can_call_is_refused() {
        region.devices.put(Region.device("CALLED", "10.1.2.3"));
        for (var text : List.of("10.1.2.3", ":104", "a:b:104", "host:", "host:1x", "[host]:104")) {
            refused(Refused.Kind.INVALID, "registry.bad-network-address", () -> NetworkAddress.parse(text));
        }
        refused(
                Refused.Kind.INVALID,
                "registry.bad-port",
                () -> region.devices.callAt("CALLED", NetworkAddress.parse("host:65536")));
        refused(
                Refused.Kind.INVALID,
                "registry.bad-port",
                () -> region.devices.callAt("CALLED", NetworkAddress.parse("host:0")));
        refused(
                Refused.Kind.INVALID,
                "registry.bad-host",
                () -> region.devices.callAt("CALLED", NetworkAddress.parse("no host:104")));
        refused(
                Refused.Kind.NOT_FOUND,
                "registry.unknown-device",
                () -> region.devices.callAt("NOBODY", NetworkAddress.parse("host:104")));
    }

    @Test
    void a_device_that_is_switched_off_or_without_addresses_may_not_call() throws UnknownHostException {
        var loopback = InetAddress.getByName("127.0.0.1");
        region.devices.put(new Device("OFF", "COUNTYA", "", "", List.of("127.0.0.0/8"), false));
        region.devices.put(Region.device("NOWHERE"));
        assertThat(region.devices.calling("OFF", loopback)).isEmpty();
        assertThat(region.devices.calling("NOWHERE", loopback)).isEmpty();
        assertThat(region.devices.calling("UNKNOWN", loopback)).isEmpty();
    }

    @Test
    void certificates_are_kept_as_they_compare_however_they_were_written() {
        var hex = "0123456789abcdef".repeat(4);
        var written = hex.toUpperCase(Locale.ROOT).replaceAll("(..)(?=.)", "$1:");
        region.devices.put(new Device("PINNED", "COUNTYA", "", "", List.of(), true, List.of(" " + written, hex)));
        assertThat(region.devices.find("PINNED").orElseThrow().certificates()).containsExactly(hex);
        for (var wrong : List.of("", hex.substring(1), hex + "0", hex.replace('0', 'x'))) {
            refused(
                    Refused.Kind.INVALID,
                    "registry.bad-fingerprint",
                    () -> region.devices.put(new Device("PINNED", "COUNTYA", "", "", List.of(), true, List.of(wrong))));
        }
    }

    @Test
    void a_caller_is_admitted_as_a_inactivedevice_or_from_one_more_address_of_a_known_one()
            throws UnknownHostException {
        region.devices.admit("NEWCOMER", "10.7.7.7", "COUNTYA");
        assertThat(region.devices.calling("NEWCOMER", InetAddress.getByName("10.7.7.7")))
                .isPresent();
        assertThat(region.devices.calling("NEWCOMER", InetAddress.getByName("10.7.7.8")))
                .isEmpty();

        region.devices.put(new Device("KNOWN", "COUNTYA", "CT 1", "CT", List.of("10.1.0.0/16"), true));
        region.devices.admit("KNOWN", "10.7.7.7", "");
        region.devices.admit("KNOWN", "10.7.7.7", "COUNTYA");
        assertThat(region.devices.find("KNOWN"))
                .contains(new Device("KNOWN", "COUNTYA", "CT 1", "CT", List.of("10.1.0.0/16", "10.7.7.7"), true));

        region.devices.put(new Device("BARRED", "COUNTYA", "", "", List.of(), false));
        refused(
                Refused.Kind.CONFLICT,
                "registry.device-switched-off",
                () -> region.devices.admit("BARRED", "10.7.7.7", "COUNTYA"));
        refused(
                Refused.Kind.NOT_FOUND,
                "registry.unknown-site",
                () -> region.devices.admit("ANOTHER", "10.7.7.7", "NOWHERE"));
    }

    @Test
    void a_device_of_one_hospital_is_not_filed_under_another_by_who_does_not_say_whose_it_is() {
        var known = Region.device("CT1", "10.1.0.1");
        region.devices.put(known);
        var same = new Device("CT1", "CITY1", "CT of the city", "CT", List.of("10.2.0.1"), true);
        for (ThrowingCallable change : List.<ThrowingCallable>of(
                () -> region.devices.put(same),
                () -> region.devices.put(same, "TOWNA1"),
                () -> region.devices.admit("CT1", "10.2.0.1", "CITY1"))) {
            assertThatThrownBy(change).isInstanceOfSatisfying(Refused.class, no -> {
                assertThat(no.kind()).isEqualTo(Refused.Kind.CONFLICT);
                assertThat(no.phrase()).isEqualTo(Phrase.of("registry.device-of-another-site", "CT1", "COUNTYA"));
            });
            assertThat(region.devices.find("CT1")).contains(known);
        }
        region.devices.put(same, "COUNTYA");
        assertThat(region.devices.find("CT1")).contains(same);
    }

    @Test
    void a_site_has_a_limit_of_its_own_only_once_it_was_given_one() {
        assertThat(region.sites.mostAssociations("COUNTYA")).isEmpty();
        region.sites.limitAssociations("COUNTYA", OptionalInt.of(7));
        assertThat(region.sites.mostAssociations("COUNTYA")).hasValue(7);
        region.sites.put(region.sites.find("COUNTYA").orElseThrow());
        assertThat(region.sites.mostAssociations("COUNTYA")).hasValue(7);
        region.sites.limitAssociations("COUNTYA", OptionalInt.empty());
        assertThat(region.sites.mostAssociations("COUNTYA")).isEmpty();
        refused(
                Refused.Kind.INVALID,
                "registry.bad-association-limit",
                () -> region.sites.limitAssociations("COUNTYA", OptionalInt.of(0)));
        refused(
                Refused.Kind.NOT_FOUND,
                "registry.unknown-site",
                () -> region.sites.limitAssociations("NOWHERE", OptionalInt.of(7)));
    }

    @Test
    void a_person_put_again_is_replaced_and_keeps_the_password() {
        region.people.put(Region.person("twice", "CITY1", Role.READER));
        region.people.setPassword("twice", "first password");
        var promoted = Region.person("twice", "COUNTYA", Role.READER, Role.SENIOR);
        region.people.put(promoted);
        assertThat(region.people.find("twice")).contains(promoted);
        assertThat(region.people.readers()).contains(promoted);
        assertThat(region.people.passwordMatches("twice", "first password")).isTrue();
    }

    @Test
    void a_person_may_be_disabled_from_the_start_and_is_not_enabled_by_being_put_again() {
        var inactive = new Person("waiting", "Waiting", "", "CITY1", Set.of(Role.READER), Set.of(), 1, false);
        region.people.put(inactive);
        assertThat(region.people.find("waiting")).contains(inactive);
        region.people.put(Region.person("waiting", "CITY1", Role.READER));
        assertThat(region.people.find("waiting").orElseThrow().enabled()).isFalse();
        region.people.setEnabled("waiting", true);
        assertThat(region.people.find("waiting").orElseThrow().enabled()).isTrue();
    }

    @Test
    void only_the_own_password_matches_and_only_while_the_person_is_enabled() {
        region.people.put(Region.person("guarded", "CITY1", Role.READER));
        assertThat(region.people.passwordMatches("guarded", "")).isFalse();
        region.people.setPassword("guarded", "口令口令口令口令");
        assertThat(region.people.passwordMatches("guarded", "口令口令口令口令")).isTrue();
        assertThat(region.people.passwordMatches("guarded", "口令口令口令口")).isFalse();
        assertThat(region.people.passwordMatches("nobody", "口令口令口令口令")).isFalse();
        region.people.setEnabled("guarded", false);
        assertThat(region.people.passwordMatches("guarded", "口令口令口令口令")).isFalse();
        assertThat(region.people.passwordHash("guarded")).isEmpty();
        assertThat(region.people.readers()).noneMatch(person -> person.id().equals("guarded"));
    }

    @Test
    void only_a_hash_of_the_password_is_kept() {
        region.people.put(Region.person("hashed", "CITY1", Role.READER));
        region.people.setPassword("hashed", "correct horse");
        assertThat(region.people.passwordHash("hashed"))
                .hasValueSatisfying(
                        hash -> assertThat(hash).startsWith("{bcrypt}").doesNotContain("correct horse"));
    }

    @Test
    void a_password_that_the_hash_would_cut_is_refused() {
        refused(
                Refused.Kind.INVALID,
                "registry.password-too-long",
                () -> region.people.setPassword("reader1", "口".repeat(25)));
        refused(
                Refused.Kind.INVALID,
                "registry.password-too-short",
                () -> region.people.setPassword("reader1", "seven77"));
        assertThat(region.people.passwordMatches("reader1", "x".repeat(100_000)))
                .isFalse();
    }

    @Test
    void a_person_of_an_unknown_site_or_with_a_wrong_name_or_pace_is_refused() {
        refused(
                Refused.Kind.NOT_FOUND,
                "registry.unknown-site",
                () -> region.people.put(Region.person("lost", "NOWHERE", Role.READER)));
        refused(
                Refused.Kind.INVALID,
                "registry.bad-person-id",
                () -> region.people.put(Region.person("Upper", "CITY1", Role.READER)));
        refused(
                Refused.Kind.INVALID,
                "registry.bad-pace",
                () -> region.people.put(
                        new Person("slow", "Slow", "", "CITY1", Set.of(Role.READER), Set.of(), Double.NaN)));
        refused(
                Refused.Kind.NOT_FOUND,
                "registry.unknown-person",
                () -> region.people.setPassword("nobody", "long enough"));
    }

    private static void refused(Refused.Kind kind, String key, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refused.class, no -> {
            assertThat(no.kind()).isEqualTo(kind);
            assertThat(no.phrase().key()).isEqualTo(key);
        });
    }
}
