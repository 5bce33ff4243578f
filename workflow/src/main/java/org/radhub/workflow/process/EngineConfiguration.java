package org.radhub.workflow.process;

import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.impl.jobexecutor.DefaultJobExecutor;
import org.operaton.bpm.engine.impl.jobexecutor.JobExecutor;
import org.operaton.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The engine, embedded: on the hub's own data source and transactions, so that a case and its process are one commit. It is set up by hand
 * and not by the engine's Spring Boot starter, whose auto-configuration is bound to one generation of Spring Boot.
 *
 * <p>Its users, groups and authorizations stay empty, its web applications and REST interface are not there, and no query of it is ever
 * built from what came from outside.
 */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {
    /** Of the advisory locks of this database; any number that nothing else uses. */
    private static final long START_LOCK = 5_001;

    @Bean(destroyMethod = "close")
    @DependsOnDatabaseInitialization
    ProcessEngine processEngine(DataSource dataSource, PlatformTransactionManager transactions, Casework casework)
            throws SQLException {
        var configuration = new SpringProcessEngineConfiguration();
        configuration.setProcessEngineName("radhub");
        configuration.setDataSource(dataSource);
        configuration.setTransactionManager(transactions);
        configuration.setDatabaseType("postgres");
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory("activity");
        configuration.setMetricsEnabled(false);
        configuration.setTaskMetricsEnabled(false);
        configuration.setDbMetricsReporterActivate(false);
        configuration.setCmmnEnabled(false);
        // The engine's own generator takes a second connection while it holds the first.
        configuration.setIdGenerator(() -> UUID.randomUUID().toString());
        configuration.setBeans(Map.of("steps", new Steps(casework)));
        configuration.setJobExecutorActivate(false);
        configuration.setJobExecutor(jobExecutor());
        // A step that fails because the database was away is tried again until it works, not three times.
        configuration.setFailedJobRetryTimeCycle("R100000/PT15S");
        return start(configuration, dataSource);
    }

    /** Creates the engine's tables and deploys the models, one process at a time. */
    private static ProcessEngine start(SpringProcessEngineConfiguration configuration, DataSource dataSource)
            throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + START_LOCK + ")");
            try {
                var engine = configuration.buildProcessEngine();
                engine.getRepositoryService()
                        .createDeployment()
                        .name("radhub")
                        .enableDuplicateFiltering(true)
                        .addClasspathResource("bpmn/remote-read.bpmn")
                        .addClasspathResource("bpmn/priority.dmn")
                        .addClasspathResource("bpmn/skill.dmn")
                        .deploy();
                return engine;
            } finally {
                statement.execute("select pg_advisory_unlock(" + START_LOCK + ")");
            }
        }
    }

    /** Looks for due timers each second, and takes over those of a killed process after half a minute. */
    private static JobExecutor jobExecutor() {
        var executor = new DefaultJobExecutor();
        executor.setWaitTimeInMillis(500);
        executor.setMaxWait(1_000);
        executor.setLockTimeInMillis(30_000);
        executor.setCorePoolSize(2);
        executor.setMaxPoolSize(4);
        return executor;
    }
}
