package org.radhub.workflow.cases;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.radhub.registry.GrantKind;
import org.radhub.registry.Grants;
import org.radhub.workflow.ReadCase;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who may see a study because of its cases: its current reader for as long as the case is the reader's, and whoever signed it for some time
 * afterwards, to look at it again and to add to the report.
 */
@Component
public class Sight {
    private final Grants grants;
    private final JdbcClient jdbc;
    private final Duration afterSigning;

    Sight(Grants grants, JdbcClient jdbc, @Value("${radhub.workflow.sight-after-signing:P30D}") Duration afterSigning) {
        this.grants = grants;
        this.jdbc = jdbc;
        this.afterSigning = afterSigning;
    }

    /** The case is this reader's from now on. */
    void give(ReadCase read, String reader, Instant at) {
        // A grant that ends with an earlier signature would end too early.
        end(read, reader, "assigned again", at);
        grants.give(
                reader,
                read.site(),
                read.study().studyInstanceUid(),
                GrantKind.ASSIGNMENT,
                "case " + read.id() + " assigned",
                at,
                Optional.empty());
    }

    /** The case is this reader's no longer. What the reader signed of the same study stays visible. */
    void take(ReadCase read, String reader, String why, Instant at) {
        end(read, reader, "case " + read.id() + " " + why, at);
        lastSignature(read, reader)
                .map(signed -> signed.plus(afterSigning))
                .filter(until -> until.isAfter(at))
                .ifPresent(until -> keep(read, reader, at, until));
    }

    /** The reader has signed. */
    public void signed(ReadCase read, String reader, Instant at) {
        end(read, reader, "case " + read.id() + " signed", at);
        keep(read, reader, at, at.plus(afterSigning));
    }

    private void keep(ReadCase read, String reader, Instant at, Instant until) {
        grants.give(
                reader,
                read.site(),
                read.study().studyInstanceUid(),
                GrantKind.ASSIGNMENT,
                "signed a report of this study",
                at,
                Optional.of(until));
    }

    private void end(ReadCase read, String reader, String why, Instant at) {
        grants.revoke(reader, read.site(), read.study().studyInstanceUid(), GrantKind.ASSIGNMENT, why, at);
    }

    private Optional<Instant> lastSignature(ReadCase read, String reader) {
        return jdbc.sql("""
                        select signed_at from workflow.read_case
                        where study_id = :study and reader = :reader and signed_at is not null
                        order by signed_at desc limit 1""")
                .param("study", read.studyId())
                .param("reader", reader)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }
}
