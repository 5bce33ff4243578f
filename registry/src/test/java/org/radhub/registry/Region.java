package org.radhub.registry;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A small region in a new database, for the tests of this package. */
final class Region {
    final DataSource database = TestDatabase.fresh();
    final JdbcClient jdbc = JdbcClient.create(database);
    final SiteRegister sites = new SiteRegister(jdbc);
    final DeviceRegister devices = new DeviceRegister(jdbc, sites);
    final PersonRegister people = new PersonRegister(jdbc, sites);
    final GrantRegister grants = new GrantRegister(jdbc, sites, people);

    Region() {
        sites.put(new Site("CITY1", "City Hospital", "市医院", SiteKind.TERTIARY, Optional.empty()));
        sites.put(new Site("COUNTYA", "County A", "甲县医院", SiteKind.COUNTY, Optional.empty()));
        sites.put(new Site("TOWNA1", "Town A1", "甲一镇卫生院", SiteKind.TOWNSHIP, Optional.of("COUNTYA")));
        people.put(person("reader1", "CITY1", Role.READER));
        people.put(person("countya", "COUNTYA", Role.DOCTOR));
    }

    static Person person(String id, String site, Role... roles) {
        return new Person(id, "Name of " + id, "姓名", site, Set.of(roles), Set.of("CT", "MR"), 1.0);
    }

    static Device device(String aeTitle, String... addresses) {
        return new Device(aeTitle, "COUNTYA", "CT room 1", "CT", List.of(addresses), true);
    }
}
