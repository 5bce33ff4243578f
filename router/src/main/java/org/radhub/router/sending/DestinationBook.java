package org.radhub.router.sending;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.radhub.registry.Phrase;
import org.radhub.router.Destination;
import org.radhub.router.DestinationHealth;
import org.radhub.router.Endpoint;
import org.radhub.router.Peer;
import org.radhub.router.PeerTls;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The destinations, and how calling each of them goes. */
@Repository
class DestinationBook {
    /** A destination, while nobody else may give out work for it. */
    record Held(Destination destination, int failures, Optional<Instant> pausedUntil) {}

    private final JdbcClient jdbc;

    DestinationBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Destination> all() {
        return jdbc.sql("select * from router.destination order by name")
                .query(DestinationBook::destination)
                .list();
    }

    Optional<Destination> find(String name) {
        return jdbc.sql("select * from router.destination where name = :name")
                .param("name", name)
                .query(DestinationBook::destination)
                .optional();
    }

    /** Holds the destination until the transaction ends; empty if it is not there, is switched off, or if somebody else holds it. */
    Optional<Held> hold(String name) {
        return jdbc.sql("""
                        select * from router.destination where name = :name and enabled
                           for no key update skip locked""")
                .param("name", name)
                .query((row, number) -> new Held(
                        destination(row, number), row.getInt("failures"), Sql.maybeInstant(row, "paused_until")))
                .optional();
    }

    /** Adds or replaces it; it is called again at once, whatever was before. */
    void put(Destination destination) {
        var dicom =
                destination.endpoint() instanceof Endpoint.Dicom d ? Optional.of(d) : Optional.<Endpoint.Dicom>empty();
        var web = destination.endpoint() instanceof Endpoint.DicomWeb w
                ? Optional.of(w)
                : Optional.<Endpoint.DicomWeb>empty();
        jdbc.sql("""
                        insert into router.destination
                            (name, road, host, port, called_ae_title, calling_ae_title, tls, certificate, commitment, service,
                             authorization_header, concurrency, enabled)
                        values (:name, :road, :host, :port, :called, :calling, :tls, :certificate, :commitment, :service,
                                :authorization, :concurrency, :enabled)
                        on conflict (name) do update
                        set road = excluded.road, host = excluded.host, port = excluded.port,
                            called_ae_title = excluded.called_ae_title, calling_ae_title = excluded.calling_ae_title,
                            tls = excluded.tls, certificate = excluded.certificate,
                            commitment = excluded.commitment, service = excluded.service,
                            authorization_header = excluded.authorization_header,
                            concurrency = excluded.concurrency, enabled = excluded.enabled,
                            failures = 0, failing_since = null, paused_until = null, last_error = null""")
                .param("name", destination.name())
                .param("road", dicom.isPresent() ? "DICOM" : "DICOMWEB")
                .param("host", dicom.map(d -> d.peer().host()).orElse(null))
                .param("port", dicom.map(d -> d.peer().port()).orElse(null))
                .param("called", dicom.map(d -> d.peer().calledAeTitle()).orElse(null))
                .param("calling", dicom.map(d -> d.peer().callingAeTitle()).orElse(null))
                .param("tls", dicom.flatMap(d -> d.peer().tls()).isPresent())
                .param(
                        "certificate",
                        dicom.flatMap(d -> d.peer().tls())
                                .flatMap(PeerTls::certificate)
                                .orElse(null))
                .param("commitment", dicom.map(Endpoint.Dicom::commitment).orElse(false))
                .param("service", web.map(w -> w.service().toString()).orElse(null))
                .param(
                        "authorization",
                        web.flatMap(Endpoint.DicomWeb::authorization).orElse(null))
                .param("concurrency", destination.concurrency())
                .param("enabled", destination.enabled())
                .update();
    }

    List<DestinationHealth> health() {
        return jdbc.sql("""
                        select d.*,
                               (select count(*) from router.sending s
                                 where s.destination = d.name and s.state in ('WAITING', 'COMMITTING')) as waiting,
                               (select count(*) from router.sending s
                                 where s.destination = d.name and s.state = 'SENDING') as sending,
                               (select count(*) from router.sending s
                                 where s.destination = d.name and s.state = 'DEAD') as dead,
                               (select min(s.queued_at) from router.sending s
                                 where s.destination = d.name
                                   and s.state in ('WAITING', 'SENDING', 'COMMITTING')) as oldest_at
                          from router.destination d order by name""")
                .query((row, number) -> new DestinationHealth(
                        row.getString("name"),
                        row.getInt("waiting"),
                        row.getInt("sending"),
                        row.getInt("dead"),
                        Sql.maybeInstant(row, "oldest_at"),
                        Sql.maybeInstant(row, "failing_since"),
                        Sql.maybeInstant(row, "paused_until"),
                        Sql.maybePhrase(row, "last_error")))
                .list();
    }

    /** Calling it failed once more; how often that makes in a row. */
    int failing(String name, Phrase error, Instant now) {
        return jdbc.sql("""
                        update router.destination
                           set failures = failures + 1, failing_since = coalesce(failing_since, :now), last_error = :error
                         where name = :name returning failures""")
                .param("name", name)
                .param("error", Sql.text(error))
                .param("now", Sql.time(now))
                .query(Integer.class)
                .single();
    }

    void pause(String name, Instant until) {
        jdbc.sql("update router.destination set paused_until = :until where name = :name")
                .param("name", name)
                .param("until", Sql.time(until))
                .update();
    }

    /** It is called again at once. */
    void wake(String name) {
        jdbc.sql("update router.destination set paused_until = null where name = :name")
                .param("name", name)
                .update();
    }

    /** @return false if something that was queued for it is still on record */
    boolean remove(String name) {
        return jdbc.sql("""
                        with unused as (
                            select name from router.destination d where name = :name
                               and not exists (select 1 from router.sending where destination = d.name)),
                        turns as (delete from router.turn where destination in (select name from unused)),
                        past as (delete from router.went where destination in (select name from unused))
                        delete from router.destination where name in (select name from unused)""").param("name", name).update() > 0;
    }

    void answered(String name) {
        jdbc.sql("""
                        update router.destination
                           set failures = 0, failing_since = null, paused_until = null, last_error = null
                         where name = :name and failures > 0""").param("name", name).update();
    }

    private static Destination destination(ResultSet row, int number) throws SQLException {
        Endpoint endpoint = row.getString("road").equals("DICOM")
                ? new Endpoint.Dicom(
                        new Peer(
                                row.getString("host"),
                                row.getInt("port"),
                                row.getString("called_ae_title"),
                                row.getString("calling_ae_title"),
                                row.getBoolean("tls")
                                        ? Optional.of(new PeerTls(Optional.ofNullable(row.getString("certificate"))))
                                        : Optional.empty()),
                        row.getBoolean("commitment"))
                : new Endpoint.DicomWeb(
                        URI.create(row.getString("service")),
                        Optional.ofNullable(row.getString("authorization_header")));
        return new Destination(row.getString("name"), endpoint, row.getInt("concurrency"), row.getBoolean("enabled"));
    }
}
