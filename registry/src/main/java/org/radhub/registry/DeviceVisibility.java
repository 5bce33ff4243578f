package org.radhub.registry;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class DeviceVisibility implements DeviceAccess {
    private final JdbcClient jdbc;
    private final Clock clock;

    DeviceVisibility(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Scope scopeOf(Device device) {
        if (!device.enabled()) {
            return Scope.NOTHING;
        }
        var granted = jdbc.sql("""
                        select distinct g.site, g.study_instance_uid
                        from registry.person p join registry.study_grant g on g.person = p.id
                        where p.site = :site and p.enabled and g.kind <> 'BREAK_GLASS' and g.revoked_at is null
                          and g.held_from <= :at and (g.held_until is null or g.held_until > :at)""")
                .param("site", device.site())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, number) -> new StudyKey(row.getString("site"), row.getString("study_instance_uid")))
                .list();
        return new Scope(false, Set.of(device.site()), Set.copyOf(granted));
    }
}
