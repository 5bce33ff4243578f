package org.radhub.router.exam;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.radhub.storage.Attributes;
import org.radhub.storage.PerformedStep.State;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The performed procedure steps, each as it was last described. */
@Repository
class StepBook {
    private static final String EXPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
    private static final String UTF_8 = "ISO_IR 192";

    private final JdbcClient jdbc;

    StepBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** False if there is one of this UID. */
    boolean create(Step step, Instant now) {
        return jdbc.sql("""
                        insert into router.performed_step (uid, site, ae_title, state, data_set, created_at, changed_at)
                        values (:uid, :site, :ae, :state, :dataSet, :now, :now) on conflict (site, uid) do nothing""")
                        .param("uid", step.uid())
                        .param("site", step.site())
                        .param("ae", step.aeTitle())
                        .param("state", step.state().name())
                        .param("dataSet", encoded(step))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .update()
                == 1;
    }

    Optional<Step> find(String uid, String site) {
        return jdbc.sql("select * from router.performed_step where uid = :uid and site = :site")
                .param("uid", uid)
                .param("site", site)
                .query(StepBook::step)
                .optional();
    }

    /** The site's step, held until the transaction ends. */
    Optional<Step> lock(String uid, String site) {
        return jdbc.sql("select * from router.performed_step where uid = :uid and site = :site for update")
                .param("uid", uid)
                .param("site", site)
                .query(StepBook::step)
                .optional();
    }

    void change(Step step, Instant now) {
        jdbc.sql("""
                update router.performed_step set state = :state, data_set = :dataSet, changed_at = :now
                where uid = :uid and site = :site""")
                .param("uid", step.uid())
                .param("site", step.site())
                .param("state", step.state().name())
                .param("dataSet", encoded(step))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static byte[] encoded(Step step) {
        return step.attributes().encoded(EXPLICIT_VR_LITTLE_ENDIAN, UTF_8);
    }

    private static Step step(ResultSet row, int number) throws SQLException {
        try {
            return new Step(
                    row.getString("uid"),
                    row.getString("site"),
                    row.getString("ae_title"),
                    State.valueOf(row.getString("state")),
                    Attributes.read(row.getBytes("data_set"), EXPLICIT_VR_LITTLE_ENDIAN));
        } catch (Attributes.Malformed e) {
            throw new IllegalStateException("performed step " + row.getString("uid") + " cannot be read back", e);
        }
    }
}
