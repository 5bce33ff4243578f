package org.radhub.router.sending;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radhub.router.Lane;
import org.radhub.router.RoutingRule;
import org.radhub.router.TimeWindow;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The routing rules. */
@Repository
class RuleBook {
    private final JdbcClient jdbc;

    RuleBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<RoutingRule> all() {
        return jdbc.sql("select * from router.routing_rule order by name, id")
                .query(RuleBook::rule)
                .list();
    }

    void put(RoutingRule rule) {
        jdbc.sql("""
                        insert into router.routing_rule
                            (id, name, devices, sites, modalities, body_parts, lanes, window_from, window_until,
                             destinations, enabled)
                        values (:id, :name, :devices, :sites, :modalities, :bodyParts, :lanes, :from, :until,
                                :destinations, :enabled)
                        on conflict (id) do update
                        set name = excluded.name, devices = excluded.devices, sites = excluded.sites,
                            modalities = excluded.modalities, body_parts = excluded.body_parts,
                            lanes = excluded.lanes, window_from = excluded.window_from,
                            window_until = excluded.window_until, destinations = excluded.destinations,
                            enabled = excluded.enabled""")
                .param("id", rule.id())
                .param("name", rule.name())
                .param("devices", Sql.texts(rule.devices()))
                .param("sites", Sql.texts(rule.sites()))
                .param("modalities", Sql.texts(rule.modalities()))
                .param("bodyParts", Sql.texts(rule.bodyParts()))
                .param("lanes", Sql.texts(rule.lanes()))
                .param("from", rule.arriving().map(TimeWindow::from).orElse(null))
                .param("until", rule.arriving().map(TimeWindow::until).orElse(null))
                .param("destinations", Sql.texts(rule.destinations()))
                .param("enabled", rule.enabled())
                .update();
    }

    boolean remove(UUID id) {
        return jdbc.sql("delete from router.routing_rule where id = :id")
                        .param("id", id)
                        .update()
                > 0;
    }

    private static RoutingRule rule(ResultSet row, int number) throws SQLException {
        return new RoutingRule(
                row.getObject("id", UUID.class),
                row.getString("name"),
                Sql.texts(row.getArray("devices")),
                Sql.texts(row.getArray("sites")),
                Sql.texts(row.getArray("modalities")),
                Sql.texts(row.getArray("body_parts")),
                Sql.texts(row.getArray("lanes")).stream().map(Lane::valueOf).collect(Collectors.toSet()),
                window(row),
                Sql.texts(row.getArray("destinations")),
                row.getBoolean("enabled"));
    }

    private static Optional<TimeWindow> window(ResultSet row) throws SQLException {
        var from = Optional.ofNullable(row.getObject("window_from", LocalTime.class));
        var until = Optional.ofNullable(row.getObject("window_until", LocalTime.class));
        return from.flatMap(begin -> until.map(end -> new TimeWindow(begin, end)));
    }
}
