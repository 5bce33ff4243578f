package org.radhub.workflow.process;

import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.operaton.bpm.engine.ProcessEngine;
import org.radhub.workflow.Priority;
import org.springframework.jdbc.core.simple.JdbcClient;
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
    private final JdbcClient jdbc;

    ReadProcess(ProcessEngine engine, JdbcClient jdbc) {
        this.engine = engine;
        this.jdbc = jdbc;
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
        holdTimers(process);
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
        holdTimers(process);
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

    /**
     * Keeps the engine from picking up the process's timers until the transaction ends. It does so without our row lock, and a timer that it
     * picks up while we end it would make the engine refuse what the reader did, instead of the timer. In the engine's own order.
     */
    private void holdTimers(String process) {
        jdbc.sql(
                        "select id_ from act_ru_job where process_instance_id_ = :process order by id_ collate \"C\" for update")
                .param("process", process)
                .query(String.class)
                .list();
    }

    private void tell(String process, String message) {
        holdTimers(process);
        engine.getRuntimeService()
                .createMessageCorrelation(message)
                .processInstanceId(process)
                .correlate();
    }
}
