package org.radhub.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class GrantRegister implements Grants {
    private static final int ATTEMPTS = 5;

    private static final String COLUMNS = """
            id, person, site, study_instance_uid, kind, reason, held_from,
            least(held_until, revoked_at) as ends
            """;

    private final JdbcClient jdbc;
    private final SiteRegister sites;
    private final PersonRegister people;

    GrantRegister(JdbcClient jdbc, SiteRegister sites, PersonRegister people) {
        this.jdbc = jdbc;
        this.sites = sites;
        this.people = people;
    }

    @Override
    public Grant give(
            String person,
            String site,
            String studyInstanceUid,
            GrantKind kind,
            String reason,
            Instant from,
            Optional<Instant> until) {
        Rules.studyInstanceUid(studyInstanceUid);
        Rules.reason(reason);
        Rules.must(until.isEmpty() || until.get().isAfter(from), "registry.bad-period");
        if (people.find(person).isEmpty()) {
            throw Rules.notFound("registry.unknown-person", person);
        }
        sites.mustExist(site);
        var wanted = new Grant(UUID.randomUUID(), person, site, studyInstanceUid, kind, reason, from, until);
        // Somebody else may give or revoke the same grant between our statements; each round sees what they did.
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            close(wanted);
            insert(wanted);
            var held = open(wanted);
            if (held.isPresent()) {
                return held.get();
            }
        }
        throw new IllegalStateException("The grant is being revoked as fast as it is given");
    }

    @Override
    public void revoke(String person, String site, String studyInstanceUid, GrantKind kind, String reason, Instant at) {
        Rules.reason(reason);
        jdbc.sql("""
                        update registry.study_grant
                        set revoked_at = greatest(:at, held_from), revoke_reason = :reason
                        where person = :person and site = :site and study_instance_uid = :study and kind = :kind
                          and revoked_at is null""")
                .param("at", time(at))
                .param("reason", reason)
                .param("person", person)
                .param("site", site)
                .param("study", studyInstanceUid)
                .param("kind", kind.name())
                .update();
    }

    @Override
    public List<Grant> heldBy(String person, Instant at) {
        return jdbc.sql("select " + COLUMNS + """
                        from registry.study_grant
                        where person = :person and held_from <= :at
                          and (held_until is null or held_until > :at) and (revoked_at is null or revoked_at > :at)
                        order by given""")
                .param("person", person)
                .param("at", time(at))
                .query(GrantRegister::grant)
                .list();
    }

    @Override
    public List<Grant> ofStudy(String site, String studyInstanceUid) {
        return jdbc.sql("select " + COLUMNS
                        + "from registry.study_grant where site = :site and study_instance_uid = :study order by given")
                .param("site", site)
                .param("study", studyInstanceUid)
                .query(GrantRegister::grant)
                .list();
    }

    /** A grant whose time has run out gives way to the new one. */
    private void close(Grant wanted) {
        of(wanted, """
                update registry.study_grant
                set revoked_at = held_until, revoke_reason = 'ended by itself'
                where person = :person and site = :site and study_instance_uid = :study and kind = :kind
                  and revoked_at is null and held_until <= :from""").param("from", time(wanted.from())).update();
    }

    private void insert(Grant wanted) {
        of(wanted, """
                insert into registry.study_grant
                    (id, person, site, study_instance_uid, kind, reason, held_from, held_until)
                values (:id, :person, :site, :study, :kind, :reason, :from, :until)
                on conflict (person, site, study_instance_uid, kind) where revoked_at is null do nothing""")
                .param("id", wanted.id())
                .param("reason", wanted.reason())
                .param("from", time(wanted.from()))
                .param("until", wanted.until().map(GrantRegister::time).orElse(null))
                .update();
    }

    private Optional<Grant> open(Grant wanted) {
        return of(wanted, "select " + COLUMNS + """
                from registry.study_grant
                where person = :person and site = :site and study_instance_uid = :study and kind = :kind
                  and revoked_at is null""").query(GrantRegister::grant).optional();
    }

    private JdbcClient.StatementSpec of(Grant wanted, String sql) {
        return jdbc.sql(sql)
                .param("person", wanted.person())
                .param("site", wanted.site())
                .param("study", wanted.studyInstanceUid())
                .param("kind", wanted.kind().name());
    }

    /** Cut to what the database keeps: rounded up, a grant would begin after the moment it was given. */
    private static OffsetDateTime time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Grant grant(ResultSet row, int number) throws SQLException {
        return new Grant(
                row.getObject("id", UUID.class),
                row.getString("person"),
                row.getString("site"),
                row.getString("study_instance_uid"),
                GrantKind.valueOf(row.getString("kind")),
                row.getString("reason"),
                row.getObject("held_from", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("ends", OffsetDateTime.class)).map(OffsetDateTime::toInstant));
    }
}
