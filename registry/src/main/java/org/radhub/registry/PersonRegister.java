package org.radhub.registry;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

@Component
class PersonRegister implements People {
    private static final int SHORTEST_PASSWORD = 8;
    /** BCrypt reads no further. */
    private static final int LONGEST_PASSWORD_BYTES = 72;

    private static final double SLOWEST = 0.1;
    private static final double FASTEST = 10;

    private final JdbcClient jdbc;
    private final SiteRegister sites;
    private final PasswordEncoder encoder =
            new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(10)));
    /** What the password of somebody unknown is compared with, so that the answer takes as long as for somebody known. */
    private final String nobodysHash = encoder.encode(UUID.randomUUID().toString());

    PersonRegister(JdbcClient jdbc, SiteRegister sites) {
        this.jdbc = jdbc;
        this.sites = sites;
    }

    @Override
    public List<Person> all() {
        return jdbc.sql("select * from registry.person order by id")
                .query(PersonRegister::person)
                .list();
    }

    @Override
    public Optional<Person> find(String id) {
        return jdbc.sql("select * from registry.person where id = :id")
                .param("id", id)
                .query(PersonRegister::person)
                .optional();
    }

    @Override
    public List<Person> readers() {
        return jdbc.sql("select * from registry.person where 'READER' = any (roles) and enabled order by id")
                .query(PersonRegister::person)
                .list();
    }

    @Override
    public void put(Person person) {
        Rules.personId(person.id());
        Rules.filled("name", person.name());
        Rules.text("nameZh", person.nameZh(), Rules.TEXT_LIMIT);
        person.credentials().forEach(Rules::credential);
        Rules.must(person.pace() >= SLOWEST && person.pace() <= FASTEST, "registry.bad-pace");
        sites.mustExist(person.site());
        jdbc.sql("""
                        insert into registry.person (id, name, name_zh, site, roles, credentials, pace, enabled)
                        values (:id, :name, :nameZh, :site, :roles, :credentials, :pace, :enabled)
                        on conflict (id) do update
                        set name = excluded.name, name_zh = excluded.name_zh, site = excluded.site, roles = excluded.roles,
                            credentials = excluded.credentials, pace = excluded.pace""")
                .param("id", person.id())
                .param("name", person.name())
                .param("nameZh", person.nameZh())
                .param("site", person.site())
                .param("roles", person.roles().stream().map(Role::name).sorted().toArray(String[]::new))
                .param("credentials", person.credentials().stream().sorted().toArray(String[]::new))
                .param("pace", person.pace())
                .param("enabled", person.enabled())
                .update();
    }

    @Override
    public void setEnabled(String id, boolean enabled) {
        mustHaveChanged(
                jdbc.sql("update registry.person set enabled = :enabled where id = :id")
                        .param("id", id)
                        .param("enabled", enabled)
                        .update(),
                id);
    }

    @Override
    public void setPassword(String id, String password) {
        Rules.must(password.length() >= SHORTEST_PASSWORD, "registry.password-too-short", SHORTEST_PASSWORD);
        Rules.must(!tooLong(password), "registry.password-too-long", LONGEST_PASSWORD_BYTES);
        mustHaveChanged(
                jdbc.sql("update registry.person set password_hash = :hash where id = :id")
                        .param("id", id)
                        .param("hash", encoder.encode(password))
                        .update(),
                id);
    }

    @Override
    public boolean passwordMatches(String id, String password) {
        if (tooLong(password)) {
            return false;
        }
        var hash = passwordHash(id);
        return encoder.matches(password, hash.orElse(nobodysHash)) && hash.isPresent();
    }

    @Override
    public Optional<String> passwordHash(String id) {
        return jdbc.sql(
                        "select password_hash from registry.person where id = :id and enabled and password_hash is not null")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    private static boolean tooLong(String password) {
        return password.length() > LONGEST_PASSWORD_BYTES
                || password.getBytes(StandardCharsets.UTF_8).length > LONGEST_PASSWORD_BYTES;
    }

    private static void mustHaveChanged(int rows, String id) {
        if (rows == 0) {
            throw Rules.notFound("registry.unknown-person", id);
        }
    }

    private static Person person(ResultSet row, int number) throws SQLException {
        return new Person(
                row.getString("id"),
                row.getString("name"),
                row.getString("name_zh"),
                row.getString("site"),
                Arrays.stream((String[]) row.getArray("roles").getArray())
                        .map(Role::valueOf)
                        .collect(Collectors.toUnmodifiableSet()),
                Set.of((String[]) row.getArray("credentials").getArray()),
                row.getDouble("pace"),
                row.getBoolean("enabled"));
    }
}
