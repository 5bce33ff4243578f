package org.radhub.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class SiteRegister implements Sites {
    private static final int MOST_ASSOCIATIONS = 10_000;

    private final JdbcClient jdbc;

    SiteRegister(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Site> all() {
        return jdbc.sql("select * from registry.site order by code")
                .query(SiteRegister::site)
                .list();
    }

    @Override
    public Optional<Site> find(String code) {
        return jdbc.sql("select * from registry.site where code = :code")
                .param("code", code)
                .query(SiteRegister::site)
                .optional();
    }

    @Override
    public void put(Site site) {
        Rules.siteCode(site.code());
        Rules.filled("name", site.name());
        Rules.text("nameZh", site.nameZh(), Rules.TEXT_LIMIT);
        site.parent().ifPresent(parent -> checkParent(site.code(), parent));
        jdbc.sql("""
                        insert into registry.site (code, name, name_zh, kind, parent)
                        values (:code, :name, :nameZh, :kind, :parent)
                        on conflict (code) do update
                        set name = excluded.name, name_zh = excluded.name_zh, kind = excluded.kind, parent = excluded.parent""")
                .param("code", site.code())
                .param("name", site.name())
                .param("nameZh", site.nameZh())
                .param("kind", site.kind().name())
                .param("parent", site.parent().orElse(null))
                .update();
    }

    @Override
    public OptionalInt mostAssociations(String code) {
        return jdbc.sql(
                        "select most_associations from registry.site where code = :code and most_associations is not null")
                .param("code", code)
                .query(Integer.class)
                .optional()
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    @Override
    public Map<String, Integer> associationLimits() {
        return jdbc
                .sql("select code, most_associations from registry.site where most_associations is not null")
                .query((row, number) -> Map.entry(row.getString("code"), row.getInt("most_associations")))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void limitAssociations(String code, OptionalInt most) {
        Rules.must(
                most.isEmpty() || most.getAsInt() >= 1 && most.getAsInt() <= MOST_ASSOCIATIONS,
                "registry.bad-association-limit",
                MOST_ASSOCIATIONS);
        mustExist(code);
        jdbc.sql("update registry.site set most_associations = :most where code = :code")
                .param("most", most.isPresent() ? most.getAsInt() : null)
                .param("code", code)
                .update();
    }

    void mustExist(String code) {
        if (find(code).isEmpty()) {
            throw Rules.notFound("registry.unknown-site", code);
        }
    }

    private void checkParent(String code, String parent) {
        mustExist(parent);
        var circle = jdbc.sql("""
                        with recursive above (code) as (
                            select :parent
                            union
                            select s.parent from registry.site s join above a on s.code = a.code where s.parent is not null)
                        select exists (select 1 from above where code = :code)""")
                .param("parent", parent)
                .param("code", code)
                .query(Boolean.class)
                .single();
        Rules.must(!circle, "registry.parent-circle", code, parent);
    }

    private static Site site(ResultSet row, int number) throws SQLException {
        return new Site(
                row.getString("code"),
                row.getString("name"),
                row.getString("name_zh"),
                SiteKind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getString("parent")));
    }
}
