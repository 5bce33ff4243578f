package org.radhub.workflow.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.operaton.bpm.engine.ProcessEngine;
import org.radhub.workflow.ProcessDiagram;
import org.springframework.stereotype.Component;

@Component
class DeployedModels implements ProcessDiagram {
    private static final String CHINESE = "bpmn/remote-read_zh.properties";

    private final ProcessEngine engine;
    private final Map<String, String> chinese = chineseFromClassPath();

    DeployedModels(ProcessEngine engine) {
        this.engine = engine;
    }

    @Override
    public String process() {
        var repository = engine.getRepositoryService();
        var latest = repository
                .createProcessDefinitionQuery()
                .processDefinitionKey("remote-read")
                .latestVersion()
                .singleResult();
        return text(repository.getProcessModel(latest.getId()));
    }

    @Override
    public Map<String, String> tables() {
        return Map.of("priority", table("priority"), "skill", table("skill"));
    }

    @Override
    public Map<String, String> chineseNames() {
        return chinese;
    }

    private String table(String key) {
        var repository = engine.getRepositoryService();
        var latest = repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey(key)
                .latestVersion()
                .singleResult();
        return text(repository.getDecisionModel(latest.getId()));
    }

    private static String text(InputStream model) {
        try (model) {
            return new String(model.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> chineseFromClassPath() {
        try (var in = DeployedModels.class.getClassLoader().getResourceAsStream(CHINESE)) {
            if (in == null) {
                throw new IllegalStateException(CHINESE + " is not on the class path");
            }
            var read = new Properties();
            read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            var names = new HashMap<String, String>();
            read.forEach((id, name) -> names.put((String) id, (String) name));
            return Map.copyOf(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
