package org.radhub.app.gallery;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Sites, devices and people, some with names that a page must survive. */
class SamplePeople implements SmartInitializingSingleton {
    private final Sites sites;
    private final Devices devices;
    private final People people;

    SamplePeople(Sites sites, Devices devices, People people) {
        this.sites = sites;
        this.devices = devices;
        this.people = people;
    }

    @Override
    public void afterSingletonsInstantiated() {
        sites.put(site("CITY1", "City First Hospital", "市第一医院", SiteKind.TERTIARY, null));
        sites.put(site("COUNTYA", "County A People's Hospital", "甲县人民医院", SiteKind.COUNTY, null));
        sites.put(site("COUNTYB", "County B People's Hospital", "乙县人民医院", SiteKind.COUNTY, null));
        sites.put(site(
                "COUNTYC",
                "Autonomous Prefecture Integrated Traditional Chinese and Western Medicine Hospital <b>C</b>",
                "黔东南苗族侗族自治州丙县中西医结合医院",
                SiteKind.COUNTY,
                null));
        sites.put(site("TOWNA1", "Riverside Township Hospital", "河湾镇卫生院", SiteKind.TOWNSHIP, "COUNTYA"));
        sites.put(site("TOWNA2", "Hillside Township Hospital", "山口乡卫生院", SiteKind.TOWNSHIP, "COUNTYA"));
        device("COUNTYA_CT", "COUNTYA", "CT, emergency building", "CT");
        device("COUNTYB_DR", "COUNTYB", "DR, room 2", "DX");
        device("COUNTYC_MR", "COUNTYC", "MR 1.5 T", "MR");
        device("TOWNA1_DR", "TOWNA1", "DR", "DX");
        reader("reader1", "Chen Jing", "陈静", Set.of("CT", "MR"), Role.READER);
        reader("reader2", "Liu Yang", "刘洋", Set.of("CT", "MR"), Role.READER);
        reader("reader3", "Zhao Lei", "赵磊", Set.of("DX", "MG"), Role.READER);
        reader("senior1", "Wang Shulan", "王淑兰", Set.of("US", "NM", "XA", "GENERAL"), Role.READER, Role.SENIOR);
        person("coordinator", "Sun Li", "孙丽", "CITY1", Role.COORDINATOR);
        person("countya", "Huang Wei", "黄伟", "COUNTYA", Role.DOCTOR);
        person("countyb", "Zhou Min", "周敏", "COUNTYB", Role.DOCTOR);
        person("countyc", "Wu Gang", "吴刚", "COUNTYC", Role.DOCTOR);
        person("towna1", "Zheng Hua", "郑华", "TOWNA1", Role.DOCTOR);
        person("admin", "Administrator", "系统管理员", "CITY1", Role.ADMIN);
        person("auditor", "Auditor", "审计员", "CITY1", Role.AUDITOR);
    }

    private static Site site(String code, String name, String nameZh, SiteKind kind, String parent) {
        return new Site(code, name, nameZh, kind, Optional.ofNullable(parent));
    }

    private void device(String aeTitle, String site, String description, String modality) {
        devices.put(new Device(aeTitle, site, description, modality, List.of("10.12.0.0/16"), true));
    }

    private void reader(String id, String name, String nameZh, Set<String> credentials, Role... roles) {
        people.put(new Person(id, name, nameZh, "CITY1", Set.of(roles), credentials, 1.0));
    }

    private void person(String id, String name, String nameZh, String site, Role role) {
        people.put(new Person(id, name, nameZh, site, Set.of(role), Set.of(), 1.0));
    }
}
