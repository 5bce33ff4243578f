package org.radhub.report.delivery;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.radhub.report.Delivery;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What lies on the pages of the sites. */
@Repository
class Inbox {
    private final JdbcClient jdbc;

    Inbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void put(Delivery delivery, Instant at) {
        jdbc.sql("""
                        insert into report.inbox (delivery_id, site, case_id, version_id, put_at)
                        select id, recipient_site, case_id, version_id, :at from report.delivery where id = :id""").param("id", delivery.id()).param("at", Timestamp.from(at)).update();
    }

    /** The deliveries in the site's inbox, newest first. */
    List<Delivery> of(String site, int limit) {
        return jdbc.sql("""
                        select d.* from report.inbox i join report.delivery d on d.id = i.delivery_id
                         where i.site = :site order by i.put_at desc, d.version desc, d.id limit :limit""")
                .param("site", site)
                .param("limit", limit)
                .query(DeliveryQueue::row)
                .list();
    }
}
