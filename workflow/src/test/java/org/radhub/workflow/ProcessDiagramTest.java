package org.radhub.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessDiagramTest {
    private final Hub hub = Hub.empty();

    @Test
    void the_models_are_there_to_be_drawn_with_names_in_both_languages() {
        var diagram = hub.a(ProcessDiagram.class);

        assertThat(diagram.process()).contains("<bpmndi:BPMNDiagram", "id=\"read\" name=\"Read and report\"");
        assertThat(diagram.tables().keySet()).containsExactlyInAnyOrder("priority", "skill");
        assertThat(diagram.tables().get("priority")).contains("<decisionTable");
        assertThat(diagram.chineseNames()).containsEntry("read", "阅片并撰写报告");
    }

    @Test
    void where_a_case_is_can_be_shown_on_the_diagram() {
        var read = hub.arrive(hub.study("COUNTYA", "CT"));

        assertThat(hub.cases().activeActivities(read.id()))
                .allSatisfy(activity ->
                        assertThat(hub.a(ProcessDiagram.class).process()).contains("bpmnElement=\"" + activity + "\""));
        assertThat(hub.cases().activeActivities(java.util.UUID.randomUUID())).isEmpty();
    }
}
