package org.radhub.app.commands;

import java.sql.SQLException;
import java.time.Clock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;

/**
 * The database, the object store, the spool and the index, and nothing that works by itself. Without a stereotype, so that the hub's own scan
 * passes it by.
 */
@ImportAutoConfiguration({
    ConfigurationPropertiesAutoConfiguration.class,
    PropertyPlaceholderAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class
})
@ComponentScan(
        basePackages = {
            "org.radhub.app.database",
            "org.radhub.storage.intake",
            "org.radhub.storage.objects",
            "org.radhub.storage.processes",
            "org.radhub.storage.recovery",
            "org.radhub.storage.study"
        },
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        // Of the intake the spool alone, of the processes what is known of them: what feeds the index, or says that it
        // is there, is a hub.
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = "org\\.radhub\\.storage\\.(intake\\.(?!SpoolConfiguration).*|processes\\.Pulse)"))
class Archive {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    FlywayMigrationStrategy migration() {
        return flyway -> {
            forgetLostTables(flyway);
            flyway.migrate();
        };
    }

    /** Where somebody lost the index's schema, its history goes too, so that the tables are made again. */
    private static void forgetLostTables(Flyway flyway) {
        DataSource database = flyway.getConfiguration().getDataSource();
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select to_regnamespace('storage') is null
                            and to_regclass('flyway_schema_history') is not null""")) {
            if (row.next() && row.getBoolean(1)) {
                try (var change = connection.createStatement()) {
                    change.executeUpdate("delete from flyway_schema_history where script like 'storage/%'");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not answer", e);
        }
    }
}
