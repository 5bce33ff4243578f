package org.radhub.viewer.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.radhub.registry.StudyKey;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class TokenRegister {
    private final JdbcClient jdbc;

    TokenRegister(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional
    public void keep(
            byte[] hash,
            String purpose,
            String person,
            List<StudyKey> studies,
            String base,
            Instant issuedAt,
            Instant expiresAt,
            Optional<Integer> uses) {
        jdbc.sql("""
                        insert into viewer.token (hash, purpose, person, base, issued_at, expires_at, uses_left)
                        values (:hash, :purpose, :person, :base, :issued, :expires, :uses)""")
                .param("hash", hash)
                .param("purpose", purpose)
                .param("person", person)
                .param("base", base)
                .param("issued", issuedAt.atOffset(ZoneOffset.UTC))
                .param("expires", expiresAt.atOffset(ZoneOffset.UTC))
                .param("uses", uses.orElse(null), java.sql.Types.INTEGER)
                .update();
        for (var place = 0; place < studies.size(); place++) {
            jdbc.sql("""
                            insert into viewer.token_study (hash, place, site, study_instance_uid)
                            values (:hash, :place, :site, :study)""")
                    .param("hash", hash)
                    .param("place", place)
                    .param("site", studies.get(place).site())
                    .param("study", studies.get(place).studyInstanceUid())
                    .update();
        }
    }

    Optional<ViewingToken> images(byte[] hash, Instant now) {
        return jdbc.sql("""
                        select person, base from viewer.token
                        where hash = :hash and purpose = 'IMAGES' and expires_at > :now""")
                .param("hash", hash)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> token(hash, row.getString("person"), row.getString("base")))
                .optional();
    }

    /** One statement decides, so that not even two at once use it more often than allowed. */
    @Transactional
    public Optional<ViewingToken> useManifest(byte[] hash, Instant now) {
        return jdbc.sql("""
                        update viewer.token set uses_left = uses_left - 1
                        where hash = :hash and purpose = 'MANIFEST' and expires_at > :now and uses_left > 0
                        returning person, base""")
                .param("hash", hash)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> token(hash, row.getString("person"), row.getString("base")))
                .optional();
    }

    void forget(Instant expiredBefore) {
        jdbc.sql("delete from viewer.token where expires_at < :before")
                .param("before", expiredBefore.atOffset(ZoneOffset.UTC))
                .update();
    }

    private ViewingToken token(byte[] hash, String person, String base) {
        var studies = jdbc.sql("""
                        select site, study_instance_uid from viewer.token_study where hash = :hash order by place""")
                .param("hash", hash)
                .query((row, number) -> new StudyKey(row.getString("site"), row.getString("study_instance_uid")))
                .list();
        return new ViewingToken(person, studies, base, ViewingTokens.name(hash));
    }
}
