package org.radhub.router.testing;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.radhub.registry.Device;
import org.radhub.registry.Devices;
import org.radhub.registry.GrantKind;
import org.radhub.registry.Grants;
import org.radhub.registry.NetworkAddress;
import org.radhub.registry.People;
import org.radhub.registry.Person;
import org.radhub.registry.Role;
import org.radhub.registry.Scope;
import org.radhub.registry.Site;
import org.radhub.registry.SiteKind;
import org.radhub.registry.Sites;
import org.radhub.router.association.Hub;
import org.radhub.storage.Attributes;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StudyQuery;

/**
 * A hub with some studies of two counties and the city, each of two series with one and two instances, that differ in name, date and modality. UIDs
 * are {@code 1.2.<study>}, {@code 1.2.<study>.<series>}, {@code 1.2.<study>.<series>.<instance>}.
 */
public final class Archive implements AutoCloseable {
    public static final String COUNTYA = "COUNTYA_WS";
    public static final String COUNTYB = "COUNTYB_WS";
    public static final String CITY = "CITY1_WS";
    public static final String CT = "1.2.840.10008.5.1.4.1.1.2";

    public final Hub hub;

    public Archive(Path home, Map<String, Object> settings) throws Exception {
        hub = Hub.storing(home, settings);
        var sites = hub.get(Sites.class);
        sites.put(new Site("COUNTYB", "County B", "乙县医院", SiteKind.COUNTY, Optional.empty()));
        sites.put(new Site("CITY1", "City 1", "市一医院", SiteKind.TERTIARY, Optional.empty()));
        device(COUNTYA, "COUNTYA");
        device(COUNTYB, "COUNTYB");
        device(CITY, "CITY1");
        hub.get(People.class)
                .put(new Person("reader1", "Reader", "医生", "CITY1", Set.of(Role.READER), Set.of("CT"), 1.0));
        study("COUNTYA", 1, "P1", "Zhang^Wei=张^伟", "20260101", "CT");
        study("COUNTYA", 2, "P1", "Zhang^Wei=张^伟", "20260203", "MR");
        study("COUNTYA", 3, "P2", "Li^Na=李^娜", "20260305", "CT");
        study("COUNTYA", 4, "P3", "Müller^Jürgen", "20260407", "US");
        study("COUNTYB", 5, "P1", "Wang^Fang=王^芳", "20260101", "CT");
        study("CITY1", 6, "P9", "Zhao^Lei=赵^磊", "20260101", "DX");
        await().until(() -> hub.get(SpoolHealth.class).now().unindexed() == 0
                && hub.studies().search(StudyQuery.latest(20), Scope.EVERYTHING).stream()
                                .mapToInt(study -> study.instanceCount())
                                .sum()
                        == 18);
    }

    public int port() {
        return hub.port();
    }

    public void device(String aeTitle, String site) {
        hub.register(new Device(aeTitle, site, "", "", List.of("127.0.0.0/8"), true));
    }

    public void callAt(String aeTitle, int port) {
        hub.get(Devices.class).callAt(aeTitle, Optional.of(new NetworkAddress("127.0.0.1", port)));
    }

    /** The reader at the city's hospital is given the study of county A. */
    public void grant(String site, String study, GrantKind kind) {
        hub.get(Grants.class)
                .give("reader1", site, study, kind, "test", Instant.now().minusSeconds(1), Optional.empty());
    }

    public void revoke(String site, String study, GrantKind kind) {
        hub.get(Grants.class).revoke("reader1", site, study, kind, "test", Instant.now());
    }

    private void study(String site, int study, String patient, String name, String date, String modality)
            throws Exception {
        instance(site, study, 1, 1, patient, name, date, modality);
        instance(site, study, 2, 1, patient, name, date, modality.equals("CT") ? "SR" : modality);
        instance(site, study, 2, 2, patient, name, date, modality.equals("CT") ? "SR" : modality);
    }

    private void instance(
            String site, int study, int series, int number, String patient, String name, String date, String modality)
            throws Exception {
        var uid = "1.2." + study + "." + series + "." + number;
        hub.keep(
                site,
                site + "_" + modality,
                CT,
                Attributes.builder()
                        .put(0x00080016, CT)
                        .put(0x00080018, uid)
                        .put(0x00080020, date)
                        .put(0x00080030, "10150" + study + ".500")
                        .put(0x00080050, "A" + study)
                        .put(0x00080060, modality)
                        .put(0x00080090, "Doctor^" + study + "=医生^" + study)
                        .put(0x00081030, "头颅 Head " + study)
                        .put(0x0008103E, "Series " + series)
                        .put(0x00100010, name)
                        .put(0x00100020, patient)
                        .put(0x00100030, "1970010" + study)
                        .put(0x00100040, study % 2 == 0 ? "F" : "M")
                        .put(0x00180015, "HEAD")
                        .put(0x0020000D, "1.2." + study)
                        .put(0x0020000E, "1.2." + study + "." + series)
                        .put(0x00200010, "S" + study)
                        .put(0x00200011, series)
                        .put(0x00200013, number)
                        .put(0x00280010, 512)
                        .put(0x00280011, 256)
                        .build());
    }

    @Override
    public void close() {
        hub.close();
    }
}
