package org.radhub.app.demo;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.workflow.Roster;
import org.radhub.workflow.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The demo region: one city hospital that reads, three county hospitals and two township hospitals that send. It is put in place before the
 * hub listens; what somebody changed since is left alone.
 */
@Component
@ConditionalOnProperty("radhub.demo")
class DemoRegion implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(DemoRegion.class);
    private static final String PASSWORD = "radhub-demo";
    private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1/128");

    private final Sites sites;
    private final Devices devices;
    private final People people;
    private final Roster roster;
    private final TransactionTemplate transaction;

    DemoRegion(Sites sites, Devices devices, People people, Roster roster, TransactionTemplate transaction) {
        this.sites = sites;
        this.devices = devices;
        this.people = people;
        this.roster = roster;
        this.transaction = transaction;
    }

    @Override
    public void afterSingletonsInstantiated() {
        LOG.warn("the demo region is on: its passwords are public; set RADHUB_DEMO=false for real patients");
        transaction.executeWithoutResult(status -> {
            sites();
            devices();
            people();
            sessions();
        });
    }

    private void sites() {
        site("CITY1", "City First Hospital", "市第一医院", SiteKind.TERTIARY, null);
        site("COUNTYA", "County A People's Hospital", "甲县人民医院", SiteKind.COUNTY, null);
        site("COUNTYB", "County B People's Hospital", "乙县人民医院", SiteKind.COUNTY, null);
        site("COUNTYC", "County C People's Hospital", "丙县人民医院", SiteKind.COUNTY, null);
        site("TOWNA1", "Riverside Township Hospital", "河湾镇卫生院", SiteKind.TOWNSHIP, "COUNTYA");
        site("TOWNA2", "Hillside Township Hospital", "山口乡卫生院", SiteKind.TOWNSHIP, "COUNTYA");
    }

    private void devices() {
        device("COUNTYA_CT", "COUNTYA", "CT, emergency building", "CT");
        device("COUNTYB_DR", "COUNTYB", "DR, room 2", "DX");
        device("COUNTYC_MR", "COUNTYC", "MR 1.5 T", "MR");
        device("TOWNA1_DR", "TOWNA1", "DR", "DX");
        device("TOWNA2_DR", "TOWNA2", "DR", "DX");
    }

    private void people() {
        reader("reader1", "Chen Jing", "陈静", Set.of("CT", "MR"), 1.0, Role.READER);
        reader("reader2", "Liu Yang", "刘洋", Set.of("CT", "MR"), 1.2, Role.READER);
        reader("reader3", "Zhao Lei", "赵磊", Set.of("DX", "MG"), 1.0, Role.READER);
        reader("senior1", "Wang Shulan", "王淑兰", Set.of("US", "NM", "XA", "GENERAL"), 1.0, Role.READER, Role.SENIOR);
        person("coordinator", "Sun Li", "孙丽", "CITY1", Role.COORDINATOR);
        person("countya", "Huang Wei", "黄伟", "COUNTYA", Role.DOCTOR);
        person("countyb", "Zhou Min", "周敏", "COUNTYB", Role.DOCTOR);
        person("countyc", "Wu Gang", "吴刚", "COUNTYC", Role.DOCTOR);
        person("towna1", "Zheng Hua", "郑华", "TOWNA1", Role.DOCTOR);
        person("admin", "Administrator", "系统管理员", "CITY1", Role.ADMIN);
        person("auditor", "Auditor", "审计员", "CITY1", Role.AUDITOR);
    }

    // Somebody reads everything at every hour, so that a study sent at any time finds its reader.
    private void sessions() {
        if (!roster.sessions().isEmpty()) {
            return;
        }
        for (var reader : List.of("reader1", "reader2", "reader3", "senior1")) {
            for (var day : DayOfWeek.values()) {
                roster.addSession(new Session(UUID.randomUUID(), reader, day, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT));
            }
        }
    }

    private void site(String code, String name, String nameZh, SiteKind kind, String parent) {
        if (sites.find(code).isEmpty()) {
            sites.put(new Site(code, name, nameZh, kind, Optional.ofNullable(parent)));
        }
    }

    private void device(String aeTitle, String site, String description, String modality) {
        if (devices.find(aeTitle).isEmpty()) {
            devices.put(new Device(aeTitle, site, description, modality, LOOPBACK, true));
        }
    }

    private void person(String id, String name, String nameZh, String site, Role role) {
        put(new Person(id, name, nameZh, site, Set.of(role), Set.of(), 1.0));
    }

    private void reader(String id, String name, String nameZh, Set<String> credentials, double pace, Role... roles) {
        put(new Person(id, name, nameZh, "CITY1", Set.of(roles), credentials, pace));
    }

    private void put(Person person) {
        if (people.find(person.id()).isEmpty()) {
            people.put(person);
            people.setPassword(person.id(), PASSWORD);
        }
    }
}
