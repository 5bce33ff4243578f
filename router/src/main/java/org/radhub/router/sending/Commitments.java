package org.radhub.router.sending;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The storage commitments that were asked for and not yet answered. */
@Repository
class Commitments {
    /** @param instances SOP Instance UIDs */
    record Asked(UUID sendingId, Set<String> instances) {}

    private final JdbcClient jdbc;

    Commitments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void ask(String transactionUid, UUID sendingId, Collection<String> instances, Instant now) {
        jdbc.sql("""
                        insert into router.commitment_request (transaction_uid, sending_id, sop_instance_uids, asked_at)
                        values (:uid, :sending, :instances, :now)""")
                .param("uid", transactionUid)
                .param("sending", sendingId)
                .param("instances", instances.toArray(String[]::new))
                .param("now", Sql.time(now))
                .update();
    }

    Optional<Asked> find(String transactionUid) {
        return jdbc.sql("select * from router.commitment_request where transaction_uid = :uid")
                .param("uid", transactionUid)
                .query((row, number) -> new Asked(row.getObject("sending_id", UUID.class), Set.copyOf(List.of((String[])
                        row.getArray("sop_instance_uids").getArray()))))
                .optional();
    }

    /** Name of the destination that was asked. */
    Optional<String> destinationOf(String transactionUid) {
        return jdbc.sql("""
                        select s.destination from router.commitment_request c join router.sending s on s.id = c.sending_id
                         where c.transaction_uid = :uid""").param("uid", transactionUid).query(String.class).optional();
    }

    void forget(String transactionUid) {
        jdbc.sql("delete from router.commitment_request where transaction_uid = :uid")
                .param("uid", transactionUid)
                .update();
    }

    /** All that were asked for by the sending. */
    void forget(UUID sendingId) {
        jdbc.sql("delete from router.commitment_request where sending_id = :sending")
                .param("sending", sendingId)
                .update();
    }
}
