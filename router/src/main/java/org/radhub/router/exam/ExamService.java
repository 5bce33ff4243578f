package org.radhub.router.exam;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.router.association.CommandSet;
import org.radhub.router.association.Element;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.Reply;
import org.radhub.router.association.Service;
import org.radhub.router.association.SopClasses;
import org.radhub.router.association.Status;
import org.radhub.storage.Attributes;
import org.radhub.storage.ExamProgress;
import org.radhub.storage.PerformedStep;
import org.radhub.storage.PerformedStep.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Modality Performed Procedure Step as SCP (PS3.4 F.7): N-CREATE begins a step, N-SET goes on with it until it is COMPLETED or DISCONTINUED,
 * and no further. Each is kept, and told to the storage as evidence, in one transaction, before it is answered with success. Who begins and ends
 * which exam is on the trail (PS3.15, procedure record) before that.
 */
@Component
class ExamService implements Service {
    static final String PERFORMED_PROCEDURE_STEP = "1.2.840.10008.3.1.2.3.3";

    private static final Logger LOG = LoggerFactory.getLogger(ExamService.class);
    private static final int LONGEST_STEP = 8 << 20;

    private static final int INVALID_ATTRIBUTE_VALUE = 0x0106;
    private static final int PROCESSING_FAILURE = 0x0110;
    private static final int DUPLICATE_SOP_INSTANCE = 0x0111;
    private static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
    private static final int INVALID_OBJECT_INSTANCE = 0x0117;
    private static final int MISSING_ATTRIBUTE = 0x0120;
    private static final int UNRECOGNIZED_OPERATION = 0x0211;

    /** Error ID (0000,0903): Performed Procedure Step Object may no longer be updated (PS3.4 F.7.2.2.2). */
    private static final int MAY_NO_LONGER_BE_UPDATED = 0xA710;

    private final StepBook book;
    private final ExamProgress progress;
    private final AuditTrail trail;
    private final TransactionTemplate transactions;
    private final Clock clock;

    ExamService(
            StepBook book,
            ExamProgress progress,
            AuditTrail trail,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.book = book;
        this.progress = progress;
        this.trail = trail;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Override
    public Set<String> abstractSyntaxes() {
        return Set.of(PERFORMED_PROCEDURE_STEP);
    }

    @Override
    public int longestDataSet() {
        return LONGEST_STEP;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        Reply reply;
        try {
            var said = Attributes.read(exchange.dataSet(), exchange.transferSyntaxUid());
            reply = switch (exchange.command().field()) {
                case CommandSet.N_CREATE_RQ -> create(exchange, said);
                case CommandSet.N_SET_RQ -> set(exchange, said);
                default -> refused(UNRECOGNIZED_OPERATION, "Only N-CREATE and N-SET are offered here");
            };
        } catch (Attributes.Malformed e) {
            reply = refused(PROCESSING_FAILURE, e.getMessage());
        }
        if (reply.status().code() != 0) {
            LOG.warn(
                    "{}: performed procedure step refused: {}",
                    exchange.caller(),
                    reply.status().comment());
        }
        exchange.respond(reply);
    }

    private Reply create(Exchange exchange, Attributes said) {
        var asked = exchange.command().text(Element.AFFECTED_SOP_INSTANCE_UID);
        if (!asked.isEmpty() && !SopClasses.isUid(asked)) {
            return refused(INVALID_OBJECT_INSTANCE, "Affected SOP Instance UID is not a UID");
        }
        if (!said.has(Step.STATUS) || !said.has(Step.SCHEDULED_STEP_ATTRIBUTES)) {
            return refused(
                    MISSING_ATTRIBUTE,
                    "Status (0040,0252) or Scheduled Step Attributes Sequence (0040,0270) is missing");
        }
        if (!Step.state(said).equals(Optional.of(State.IN_PROGRESS))) {
            return refused(INVALID_ATTRIBUTE_VALUE, "A step begins with the status IN PROGRESS");
        }
        if (Step.studies(said).isEmpty()) {
            return refused(INVALID_ATTRIBUTE_VALUE, "No Study Instance UID in the Scheduled Step Attributes Sequence");
        }
        var device = exchange.caller().device();
        var uid = asked.isEmpty() ? newUid() : asked;
        var step = new Step(uid, device.site(), device.aeTitle(), State.IN_PROGRESS, said);
        if (book.find(uid, device.site()).isPresent()) {
            return refused(DUPLICATE_SOP_INSTANCE, "There is a step of this UID");
        }
        record(exchange, step, "exam begun");
        var created = transactions.execute(status -> {
            if (!book.create(step, clock.instant())) {
                return false;
            }
            tell(step);
            return true;
        });
        return Boolean.TRUE.equals(created)
                ? Reply.of(Status.SUCCESS).with(Element.AFFECTED_SOP_INSTANCE_UID, uid)
                : refused(DUPLICATE_SOP_INSTANCE, "There is a step of this UID");
    }

    /** PS3.5 B.2. */
    private static String newUid() {
        return "2.25." + new BigInteger(UUID.randomUUID().toString().replace("-", ""), 16);
    }

    private Reply set(Exchange exchange, Attributes said) {
        var uid = exchange.command().text(Element.REQUESTED_SOP_INSTANCE_UID);
        if (said.has(Step.STATUS) && Step.state(said).isEmpty()) {
            return refused(INVALID_ATTRIBUTE_VALUE, "Status (0040,0252) is none of the three");
        }
        Step.state(said).filter(state -> state != State.IN_PROGRESS).ifPresent(state -> book.find(
                        uid, exchange.caller().device().site())
                .filter(step -> step.state() == State.IN_PROGRESS)
                .ifPresent(step -> record(exchange, step, "exam " + state.name().toLowerCase(Locale.ROOT))));
        return transactions.execute(
                status -> book.lock(uid, exchange.caller().device().site())
                        .map(step -> set(step, said))
                        .orElseGet(() -> refused(NO_SUCH_OBJECT_INSTANCE, "There is no such step")));
    }

    private Reply set(Step step, Attributes said) {
        if (step.state() != State.IN_PROGRESS) {
            return refused(PROCESSING_FAILURE, "The step is " + step.state() + " and may no longer be updated")
                    .with(Element.ERROR_ID, MAY_NO_LONGER_BE_UPDATED);
        }
        var changed = step.set(said, Step.state(said).orElse(step.state()));
        if (changed.studies().isEmpty()) {
            return refused(INVALID_ATTRIBUTE_VALUE, "No Study Instance UID in the Scheduled Step Attributes Sequence");
        }
        book.change(changed, clock.instant());
        tell(changed);
        return Reply.of(Status.SUCCESS);
    }

    /** A line for each study. */
    private void record(Exchange exchange, Step step, String what) {
        for (var study : step.studies()) {
            trail.record(Access.to(
                    AuditAction.PROCEDURE_RECORD,
                    exchange.caller().device().aeTitle(),
                    step.site(),
                    study,
                    what + ", performed procedure step " + step.uid() + ", from "
                            + exchange.caller().address().getHostAddress()));
        }
    }

    private void tell(Step step) {
        progress.told(new PerformedStep(
                step.site(),
                step.aeTitle(),
                step.uid(),
                step.state(),
                step.studies(),
                step.instances(),
                clock.instant()));
    }

    private static Reply refused(int code, String comment) {
        return Reply.of(new Status(code, comment));
    }
}
