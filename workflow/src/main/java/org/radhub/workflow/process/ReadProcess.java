package org.radhub.workflow.process;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.operaton.bpm.engine.ProcessEngine;
import org.radhub.workflow.Priority;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The processes of the cases: what the casework tells them. Each call joins the caller's transaction, and comes after the caller has locked
 * the row of the case, so that no two threads ever move one process at once.
 */
@Component
public class ReadProcess {
    private static final String KEY = "remote-read";

    private final ProcessEngine engine;

    ReadProcess(ProcessEngine engine) {
        this.engine = engine;
    }

    /** Starts the process of the case; it runs as far as it can within the call. Its id. */
    @Transactional(propagation = Propagation.MANDATORY)
    public String start(UUID caseId, Facts facts) {
        return engine.getRuntimeService()
                .startProcessInstanceByKey(KEY, caseId.toString(), facts.asVariables())
                .getId();
    }

    /** The reader gave the case back: it looks for another one within the call. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void givenBack(String process) {
        tell(process, "givenBack");
    }

    /** A waiting case is worth another look, and takes it within the call. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lookAgain(String process) {
        tell(process, "lookAgain");
    }

    /** The coordinator gave the case, read or waiting, to a reader. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void reassigned(String process) {
        tell(process, "reassigned");
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void signed(String process) {
        var task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(process)
                .taskDefinitionKey("read")
                .singleResult();
        if (task == null) {
            throw new IllegalStateException("process " + process + " has nothing to read");
        }
        engine.getTaskService().complete(task.getId());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void delivered(String process) {
        tell(process, "delivered");
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void acknowledged(String process) {
        tell(process, "acknowledged");
    }

    /** The case is due at another time than before. One that has been escalated stays so. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void moveDeadline(String process, Instant deadline) {
        engine.getManagementService()
                .createJobQuery()
                .processInstanceId(process)
                .activityId("deadlinePassed")
                .list()
                .forEach(timer -> engine.getManagementService().setJobDuedate(timer.getId(), Date.from(deadline)));
        engine.getRuntimeService().setVariable(process, "deadline", Date.from(deadline));
    }

    /** What the tables say now. */
    public Terms decide(Facts facts) {
        var variables = facts.asVariables();
        var decisions = engine.getDecisionService();
        var priority =
                decisions.evaluateDecisionTableByKey("priority", variables).getSingleResult();
        var skill = decisions.evaluateDecisionTableByKey("skill", variables).getSingleResult();
        return new Terms(
                Priority.valueOf(priority.getEntry("priority")),
                priority.<Integer>getEntry("minutesToDeadline"),
                skill.getEntry("skill"),
                skill.<Integer>getEntry("readMinutes"));
    }

    /** Ids of the activities that the process is in; empty when it has ended. */
    @Transactional(readOnly = true)
    public List<String> activeActivities(String process) {
        var running = engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(process)
                        .count()
                > 0;
        return running ? engine.getRuntimeService().getActiveActivityIds(process) : List.of();
    }

    private void tell(String process, String message) {
        engine.getRuntimeService()
                .createMessageCorrelation(message)
                .processInstanceId(process)
                .correlate();
    }
}
