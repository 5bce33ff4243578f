package org.radhub.workflow.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radhub.registry.People;
import org.radhub.workflow.Priority;
import org.radhub.workflow.ReadCase;
import org.radhub.workflow.assignment.Reader;
import org.radhub.workflow.roster.RosterBook;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the assignment has to know of the readers. */
@Repository
public class ReaderRepository {
    private static final Duration SHARE_PERIOD = Duration.ofDays(7);

    private final JdbcClient jdbc;
    private final People people;
    private final RosterBook roster;

    ReaderRepository(JdbcClient jdbc, People people, RosterBook roster) {
        this.jdbc = jdbc;
        this.people = people;
        this.roster = roster;
    }

    /** Everybody who reads, as they stand towards this case now. */
    List<Reader> towards(ReadCase read, Instant now) {
        var slots = roster.slotsFrom(now);
        var queues = queues();
        var lately = readsSince(now.minus(SHARE_PERIOD));
        var knowing = readersOfPatient(read);
        var exclusions = exclusions(read.id());
        return people.readers().stream()
                .map(person -> new Reader(
                        person.id(),
                        person.credentials(),
                        person.pace(),
                        slots.getOrDefault(person.id(), List.of()),
                        queues.getOrDefault(person.id(), List.of()),
                        lately.getOrDefault(person.id(), 0),
                        knowing.contains(person.id()),
                        Optional.ofNullable(exclusions.get(person.id()))))
                .toList();
    }

    /** What is on each reader's worklist. */
    public Map<String, List<Reader.Queued>> queues() {
        var queues = new HashMap<String, List<Reader.Queued>>();
        jdbc.sql("select reader, priority, count(*) as cases, sum(read_minutes) as minutes from workflow.read_case"
                        + " where reader is not null and state in " + CaseRepository.UNREAD
                        + " group by reader, priority")
                .query(row -> {
                    queues.computeIfAbsent(row.getString("reader"), reader -> new ArrayList<>())
                            .add(new Reader.Queued(
                                    Priority.valueOf(row.getString("priority")),
                                    row.getInt("cases"),
                                    row.getDouble("minutes")));
                });
        return queues;
    }

    /** The reader does not get the case again: until then, or never where that is empty. */
    public void exclude(UUID caseId, String reader, Optional<Instant> until) {
        jdbc.sql("""
                        insert into workflow.exclusion (case_id, reader, kind, excluded_until)
                        values (:case, :reader, :kind, :until)
                        on conflict (case_id, reader) do update set kind = excluded.kind, excluded_until = excluded.excluded_until""")
                .param("case", caseId)
                .param("reader", reader)
                .param("kind", until.isPresent() ? "RELEASED" : "DECLINED")
                .param("until", until.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null))
                .update();
    }

    /** The coordinator wants the reader to have it after all. */
    public void readmit(UUID caseId, String reader) {
        jdbc.sql("delete from workflow.exclusion where case_id = :case and reader = :reader")
                .param("case", caseId)
                .param("reader", reader)
                .update();
    }

    private Map<String, Reader.Exclusion> exclusions(UUID caseId) {
        var exclusions = new HashMap<String, Reader.Exclusion>();
        jdbc.sql("select reader, excluded_until from workflow.exclusion where case_id = :case")
                .param("case", caseId)
                .query(row -> {
                    var until = Optional.ofNullable(row.getObject("excluded_until", OffsetDateTime.class));
                    exclusions.put(row.getString("reader"), new Reader.Exclusion(until.map(OffsetDateTime::toInstant)));
                });
        return exclusions;
    }

    private Map<String, Integer> readsSince(Instant since) {
        var reads = new HashMap<String, Integer>();
        jdbc.sql("""
                        select reader, count(*) as reads from workflow.read_case
                        where signed_at >= :since group by reader""").param("since", since.atOffset(ZoneOffset.UTC)).query(row -> {
            reads.put(row.getString("reader"), row.getInt("reads"));
        });
        return reads;
    }

    /** The same patient is the same ID of the same issuer, and without an issuer of the same site. */
    private Set<String> readersOfPatient(ReadCase read) {
        if (read.patient().id().isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(jdbc.sql("""
                        select distinct reader from workflow.read_case
                        where site = :site and patient_id = :patient and patient_issuer = :issuer and signed_at is not null""")
                .param("site", read.site())
                .param("patient", read.patient().id())
                .param("issuer", read.patient().issuer())
                .query(String.class)
                .list());
    }
}
