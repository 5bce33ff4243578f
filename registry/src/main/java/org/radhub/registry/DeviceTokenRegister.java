package org.radhub.registry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class DeviceTokenRegister implements DeviceTokens {
    /** One in use, one that is being brought to the device, and some more that nobody took back. */
    private static final int MOST_TOKENS = 5;

    private static final int SECRET_BYTES = 32;
    private static final int NAME_BYTES = 4;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    private final JdbcClient jdbc;
    private final DeviceRegister devices;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    DeviceTokenRegister(JdbcClient jdbc, DeviceRegister devices, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.devices = devices;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public Issued issue(String aeTitle, String issuer) {
        Rules.personId(issuer);
        return transactions.execute(status -> issueNext(aeTitle, issuer));
    }

    private Issued issueNext(String aeTitle, String issuer) {
        // One at a time: who counts sees what was issued before.
        jdbc.sql("select ae_title from registry.device where ae_title = :aeTitle for no key update")
                .param("aeTitle", aeTitle)
                .query(String.class)
                .optional()
                .orElseThrow(() -> Rules.notFound("registry.unknown-device", aeTitle));
        if (of(aeTitle).size() >= MOST_TOKENS) {
            throw new Refused(Refused.Kind.CONFLICT, Phrase.of("registry.too-many-tokens", aeTitle, MOST_TOKENS));
        }
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        var secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var hash = digest(secret);
        var token = new DeviceToken(
                aeTitle,
                HexFormat.of().formatHex(hash, 0, NAME_BYTES),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                issuer);
        jdbc.sql("""
                        insert into registry.device_token (hash, ae_title, name, issued_at, issued_by)
                        values (:hash, :aeTitle, :name, :at, :by)""")
                .param("hash", hash)
                .param("aeTitle", aeTitle)
                .param("name", token.name())
                .param("at", token.issuedAt().atOffset(ZoneOffset.UTC))
                .param("by", issuer)
                .update();
        return new Issued(token, secret);
    }

    @Override
    public List<DeviceToken> of(String aeTitle) {
        return jdbc.sql("""
                        select * from registry.device_token where ae_title = :aeTitle and revoked_at is null
                        order by issued_at, name""")
                .param("aeTitle", aeTitle)
                .query(DeviceTokenRegister::token)
                .list();
    }

    @Override
    public void revoke(String aeTitle, String name) {
        var changed = jdbc.sql("""
                        update registry.device_token set revoked_at = :at
                        where ae_title = :aeTitle and name = :name and revoked_at is null""")
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("aeTitle", aeTitle)
                .param("name", name)
                .update();
        if (changed == 0) {
            throw Rules.notFound("registry.unknown-token", aeTitle, name);
        }
    }

    @Override
    public Optional<Device> holder(String secret) {
        if (!FORM.matcher(secret).matches()) {
            return Optional.empty();
        }
        return jdbc.sql("select ae_title from registry.device_token where hash = :hash and revoked_at is null")
                .param("hash", digest(secret))
                .query(String.class)
                .optional()
                .flatMap(devices::find)
                .filter(Device::enabled);
    }

    @Override
    public Optional<DeviceToken> issued(String secret) {
        if (!FORM.matcher(secret).matches()) {
            return Optional.empty();
        }
        return jdbc.sql("select * from registry.device_token where hash = :hash")
                .param("hash", digest(secret))
                .query(DeviceTokenRegister::token)
                .optional();
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DeviceToken token(ResultSet row, int number) throws SQLException {
        return new DeviceToken(
                row.getString("ae_title"),
                row.getString("name"),
                row.getObject("issued_at", OffsetDateTime.class).toInstant(),
                row.getString("issued_by"));
    }
}
