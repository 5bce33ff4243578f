package org.radhub.bpmn;

import java.util.Map;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;

/** The engine on a database in memory, with the models of this module deployed: for tests of the models alone. */
final class Engine {
    private static int count;

    private Engine() {}

    static synchronized ProcessEngine with(Map<Object, Object> beans) {
        var configuration = new StandaloneInMemProcessEngineConfiguration();
        configuration.setProcessEngineName("models" + ++count);
        configuration.setJdbcUrl("jdbc:h2:mem:models" + count + ";DB_CLOSE_DELAY=-1");
        configuration.setJobExecutorActivate(false);
        configuration.setMetricsEnabled(false);
        configuration.setBeans(beans);
        var engine = configuration.buildProcessEngine();
        engine.getRepositoryService()
                .createDeployment()
                .addClasspathResource("bpmn/remote-read.bpmn")
                .addClasspathResource("bpmn/priority.dmn")
                .addClasspathResource("bpmn/skill.dmn")
                .deploy();
        return engine;
    }
}
