package org.radhub.app.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.radhub.registry.testing.TestDatabase;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class PatienceWithTheDatabaseTest {
    @ParameterizedTest
    @CsvSource({"'',300", "radhub.database.answers-within=0,0"})
    void nothing_waits_for_ever_for_an_answer_unless_it_is_told_to(String setting, int seconds) throws Exception {
        var database = TestDatabase.empty().unwrap(PGSimpleDataSource.class);
        new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=" + database.getUrl(), "spring.datasource.username=postgres")
                .withPropertyValues(setting)
                .run(context -> {
                    try (var connection = context.getBean(DataSource.class).getConnection()) {
                        assertThat(connection.getNetworkTimeout()).isEqualTo((int) TimeUnit.SECONDS.toMillis(seconds));
                    }
                });
    }
}
