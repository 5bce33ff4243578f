package org.radhub.bpmn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.delegate.DelegateExecution;

/** Walks the model along each of its ways. What the steps do is the workflow's; here they only say where the model came by. */
class RemoteReadTest {
    /** Stands where the workflow's steps stand. Public, because the engine's expressions call it. */
    public static class Steps {
        final List<String> walked = new ArrayList<>();
        boolean somebodyReads = true;

        public void startClock(DelegateExecution execution) {
            walked.add("clock " + execution.getVariable("priority") + " " + execution.getVariable("skill"));
            execution.setVariable("deadline", Date.from(Instant.now().plus(Duration.ofMinutes(30))));
        }

        public void findReader(DelegateExecution execution) {
            walked.add("find");
            execution.setVariable("readerFound", somebodyReads);
            execution.setVariable("lookAgainAt", Date.from(Instant.now().plus(Duration.ofMinutes(1))));
        }

        public void escalate(DelegateExecution execution) {
            walked.add("escalate");
        }
    }

    private final Steps steps = new Steps();
    private final ProcessEngine engine = Engine.with(Map.of("steps", steps));

    @AfterEach
    void stop() {
        engine.close();
    }

    @Test
    void a_study_is_read_delivered_acknowledged_and_its_case_closed() {
        var id = start();
        assertThat(steps.walked).containsExactly("clock URGENT CT", "find");
        assertThat(at(id)).containsExactly("read");

        sign(id);
        assertThat(at(id)).containsExactly("awaitDelivery");
        tell("delivered");
        assertThat(at(id)).containsExactly("awaitAcknowledgement");
        tell("acknowledged");

        assertThat(running(id)).isFalse();
        assertThat(engine.getManagementService().createJobQuery().count()).isZero();
    }

    @Test
    void a_study_that_nobody_can_read_waits_and_is_looked_at_again_when_told() {
        steps.somebodyReads = false;
        var id = start();
        assertThat(at(id)).containsExactly("waitForReader");

        tell("lookAgain");
        assertThat(at(id)).containsExactly("waitForReader");

        steps.somebodyReads = true;
        tell("lookAgain");
        assertThat(at(id)).containsExactly("read");
    }

    @Test
    void a_study_that_nobody_can_read_is_looked_at_again_when_the_time_has_come() {
        steps.somebodyReads = false;
        var id = start();

        steps.somebodyReads = true;
        fire("lookAgainLater");

        assertThat(at(id)).containsExactly("read");
    }

    @Test
    void the_coordinator_gives_a_waiting_study_to_a_reader() {
        steps.somebodyReads = false;
        var id = start();

        tell("reassigned");

        assertThat(at(id)).containsExactly("read");
        assertThat(steps.walked).containsExactly("clock URGENT CT", "find");
    }

    @Test
    void a_study_given_back_looks_for_another_reader() {
        var id = start();

        tell("givenBack");

        assertThat(steps.walked).containsExactly("clock URGENT CT", "find", "find");
        assertThat(at(id)).containsExactly("read");
    }

    @Test
    void a_reassigned_study_stays_with_the_readers_and_looks_for_nobody() {
        var id = start();

        tell("reassigned");

        assertThat(steps.walked).containsExactly("clock URGENT CT", "find");
        assertThat(at(id)).containsExactly("read");
    }

    @Test
    void the_deadline_escalates_once_and_the_study_stays_with_its_reader() {
        var id = start();

        fire("deadlinePassed");

        assertThat(steps.walked).containsExactly("clock URGENT CT", "find", "escalate");
        assertThat(at(id)).containsExactly("read");
        assertThat(engine.getManagementService().createJobQuery().count()).isZero();
    }

    @Test
    void a_waiting_study_is_escalated_too() {
        steps.somebodyReads = false;
        var id = start();

        fire("deadlinePassed");

        assertThat(steps.walked).containsExactly("clock URGENT CT", "find", "escalate");
        assertThat(at(id)).containsExactly("waitForReader");
    }

    @Test
    void a_study_signed_in_time_is_not_escalated() {
        var id = start();

        sign(id);

        assertThat(engine.getManagementService()
                        .createJobQuery()
                        .processInstanceId(id)
                        .count())
                .isZero();
    }

    private String start() {
        return engine.getRuntimeService()
                .startProcessInstanceByKey(
                        "remote-read",
                        "a case",
                        Map.of(
                                "requestedPriority",
                                "",
                                "modality",
                                "CT",
                                "anatomy",
                                "HEAD",
                                "siteKind",
                                "COUNTY",
                                "patientAge",
                                50))
                .getId();
    }

    private void sign(String id) {
        var task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(id)
                .taskDefinitionKey("read")
                .singleResult();
        engine.getTaskService().complete(task.getId());
    }

    private void tell(String message) {
        engine.getRuntimeService()
                .createMessageCorrelation(message)
                .processInstanceBusinessKey("a case")
                .correlate();
    }

    private void fire(String timer) {
        var job =
                engine.getManagementService().createJobQuery().activityId(timer).singleResult();
        engine.getManagementService().executeJob(job.getId());
    }

    private List<String> at(String id) {
        return engine.getRuntimeService().getActiveActivityIds(id);
    }

    private boolean running(String id) {
        return engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(id)
                        .count()
                > 0;
    }
}
