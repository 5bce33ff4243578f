package org.radhub.registry;

import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class DeviceRegister implements Devices {
    private static final int MOST_ADDRESSES = 64;
    private static final int MOST_CERTIFICATES = 16;
    private static final int HIGHEST_PORT = 65_535;

    private final JdbcClient jdbc;
    private final SiteRegister sites;

    DeviceRegister(JdbcClient jdbc, SiteRegister sites) {
        this.jdbc = jdbc;
        this.sites = sites;
    }

    @Override
    public List<Device> all() {
        return jdbc.sql("select * from registry.device order by ae_title")
                .query(DeviceRegister::device)
                .list();
    }

    @Override
    public Optional<Device> find(String aeTitle) {
        return jdbc.sql("select * from registry.device where ae_title = :aeTitle")
                .param("aeTitle", aeTitle)
                .query(DeviceRegister::device)
                .optional();
    }

    @Override
    public Optional<Device> calling(String aeTitle, InetAddress from) {
        return find(aeTitle).filter(device -> device.mayCallFrom(from));
    }

    @Override
    public void put(Device device) {
        put(device, device.site());
    }

    @Override
    public void put(Device device, String from) {
        Rules.aeTitle(device.aeTitle());
        Rules.text("description", device.description(), Rules.TEXT_LIMIT);
        Rules.modality(device.modality());
        Rules.must(device.addresses().size() <= MOST_ADDRESSES, "registry.too-many-addresses", MOST_ADDRESSES);
        device.addresses().forEach(AddressRange::parse);
        Rules.must(
                device.certificates().size() <= MOST_CERTIFICATES, "registry.too-many-certificates", MOST_CERTIFICATES);
        var certificates = device.certificates().stream()
                .map(Rules::fingerprint)
                .distinct()
                .toArray(String[]::new);
        sites.mustExist(device.site());
        var written = jdbc.sql("""
                        insert into registry.device (ae_title, site, description, modality, addresses, enabled, certificates)
                        values (:aeTitle, :site, :description, :modality, :addresses, :enabled, :certificates)
                        on conflict (ae_title) do update
                        set site = excluded.site, description = excluded.description, modality = excluded.modality,
                            addresses = excluded.addresses, enabled = excluded.enabled, certificates = excluded.certificates
                        where registry.device.site in (excluded.site, :from)""")
                .param("aeTitle", device.aeTitle())
                .param("site", device.site())
                .param("description", device.description())
                .param("modality", device.modality())
                .param("addresses", device.addresses().toArray(String[]::new))
                .param("enabled", device.enabled())
                .param("certificates", certificates)
                .param("from", from)
                .update();
        if (written == 0) {
            throw ofAnotherSite(find(device.aeTitle()).orElseThrow());
        }
    }

    private static Refused ofAnotherSite(Device known) {
        return new Refused(
                Refused.Kind.CONFLICT, Phrase.of("registry.device-of-another-site", known.aeTitle(), known.site()));
    }

    @Override
    public Optional<NetworkAddress> calledAt(String aeTitle) {
        return jdbc.sql("""
                        select called_host, called_port, called_over_tls from registry.device
                        where ae_title = :aeTitle and called_host is not null""")
                .param("aeTitle", aeTitle)
                .query(DeviceRegister::called)
                .optional();
    }

    @Override
    public Map<String, NetworkAddress> calledAt() {
        return jdbc.sql("""
                        select ae_title, called_host, called_port, called_over_tls from registry.device
                        where called_host is not null""").query((row, number) -> Map.entry(row.getString("ae_title"), called(row, number))).stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void callAt(String aeTitle, Optional<NetworkAddress> address) {
        address.ifPresent(at -> {
            Rules.host(at.host());
            Rules.must(at.port() >= 1 && at.port() <= HIGHEST_PORT, "registry.bad-port", HIGHEST_PORT);
        });
        var changed = jdbc.sql("""
                        update registry.device set called_host = :host, called_port = :port, called_over_tls = :tls
                        where ae_title = :aeTitle""")
                .param("host", address.map(NetworkAddress::host).orElse(null))
                .param("port", address.map(NetworkAddress::port).orElse(null))
                .param("tls", address.map(NetworkAddress::tls).orElse(false))
                .param("aeTitle", aeTitle)
                .update();
        if (changed == 0) {
            throw Rules.notFound("registry.unknown-device", aeTitle);
        }
    }

    @Override
    public Device admit(String aeTitle, String address, String site) {
        var device = find(aeTitle)
                .map(known -> calledFrom(known, address, site))
                .orElseGet(() -> new Device(aeTitle, site, "", "", List.of(address), true));
        put(device);
        return device;
    }

    private static Device calledFrom(Device known, String address, String site) {
        if (!site.isEmpty() && !site.equals(known.site())) {
            throw ofAnotherSite(known);
        }
        if (!known.enabled()) {
            throw new Refused(Refused.Kind.CONFLICT, Phrase.of("registry.device-switched-off", known.aeTitle()));
        }
        return new Device(
                known.aeTitle(),
                known.site(),
                known.description(),
                known.modality(),
                Stream.concat(known.addresses().stream(), Stream.of(address))
                        .distinct()
                        .toList(),
                true,
                known.certificates());
    }

    private static NetworkAddress called(ResultSet row, int number) throws SQLException {
        return new NetworkAddress(
                row.getString("called_host"), row.getInt("called_port"), row.getBoolean("called_over_tls"));
    }

    private static Device device(ResultSet row, int number) throws SQLException {
        return new Device(
                row.getString("ae_title"),
                row.getString("site"),
                row.getString("description"),
                row.getString("modality"),
                List.of((String[]) row.getArray("addresses").getArray()),
                row.getBoolean("enabled"),
                List.of((String[]) row.getArray("certificates").getArray()));
    }
}
