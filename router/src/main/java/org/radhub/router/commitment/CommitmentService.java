package org.radhub.router.commitment;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.router.CommitmentReports;
import org.radhub.router.association.CommandSet;
import org.radhub.router.association.Element;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.Service;
import org.radhub.router.association.SopClasses;
import org.radhub.router.association.Status;
import org.radhub.storage.Attributes;
import org.radhub.storage.SopReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Storage Commitment Push Model (PS3.4 J.3): as SCP for those that send to the hub, and as SCU for the reports of those that the hub sends to.
 * A request is answered with success when it is written down; the report follows in the same association if the device keeps that open, and
 * otherwise in one that the hub opens.
 */
@Component
class CommitmentService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(CommitmentService.class);
    private static final int REQUEST_STORAGE_COMMITMENT = 1;
    private static final int MOST_INSTANCES = 20_000;
    private static final int LONGEST_REQUEST = 8 << 20;
    private static final int MOST_REPORTS = 20;

    private static final int NO_SUCH_OBJECT_INSTANCE = 0x0112;
    private static final int NO_SUCH_ACTION = 0x0123;
    private static final int INVALID_ARGUMENT_VALUE = 0x0115;
    private static final int DUPLICATE_TRANSACTION_UID = 0x0131;
    private static final int RESOURCE_LIMITATION = 0x0213;
    private static final int UNRECOGNIZED_OPERATION = 0x0211;
    private static final int NOT_AUTHORIZED = 0x0124;

    private final CommitmentBook book;
    private final InHand inHand;
    private final ReportHere reportHere;
    private final CommitmentReports reports;
    private final Reporters reporters;
    private final AuditTrail trail;
    private final Settings settings;
    private final Clock clock;

    CommitmentService(
            CommitmentBook book,
            InHand inHand,
            ReportHere reportHere,
            CommitmentReports reports,
            Reporters reporters,
            AuditTrail trail,
            Settings settings,
            Clock clock) {
        this.book = book;
        this.inHand = inHand;
        this.reportHere = reportHere;
        this.reports = reports;
        this.reporters = reporters;
        this.trail = trail;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Set<String> abstractSyntaxes() {
        return Set.of(Report.PUSH_MODEL);
    }

    /** Those that the hub sends to report to it on associations of their own, as SCP. */
    @Override
    public boolean isScuToo() {
        return true;
    }

    /** Such a destination reports, and asks for nothing. */
    @Override
    public boolean isForDestinations() {
        return true;
    }

    @Override
    public int longestDataSet() {
        return LONGEST_REQUEST;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        if (exchange.command().field() == CommandSet.N_EVENT_REPORT_RQ) {
            exchange.respond(PeerReport.take(exchange, reports, reporters.of(exchange.caller())));
            return;
        }
        if (exchange.caller().isDestination()) {
            exchange.respond(new Status(NOT_AUTHORIZED, "Only N-EVENT-REPORT from who is no registered device"));
            return;
        }
        if (exchange.command().field() != CommandSet.N_ACTION_RQ) {
            exchange.respond(new Status(UNRECOGNIZED_OPERATION, "Only N-ACTION and N-EVENT-REPORT are offered here"));
            return;
        }
        Asked asked;
        try {
            asked = read(exchange);
            trail.record(Access.to(
                    AuditAction.QUERY,
                    asked.aeTitle(),
                    asked.site(),
                    asked.transactionUid(),
                    "storage commitment asked for " + asked.references().size() + " instances, the first "
                            + asked.references().get(0).sopInstanceUid() + ", from "
                            + exchange.caller().address().getHostAddress()));
            asked = writtenDown(asked);
        } catch (Refusal e) {
            LOG.warn("{}: storage commitment refused: {}", exchange.caller(), e.status.comment());
            exchange.respond(e.status);
            return;
        }
        answerAndReport(exchange, asked);
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Status status;

        Refusal(int code, String comment) {
            super(comment);
            this.status = new Status(code, comment);
        }
    }

    private Asked read(Exchange exchange) throws Refusal {
        var command = exchange.command();
        if (!command.text(Element.REQUESTED_SOP_INSTANCE_UID).equals(Report.PUSH_MODEL_INSTANCE)) {
            throw new Refusal(NO_SUCH_OBJECT_INSTANCE, "Not the well-known instance of the push model");
        }
        if (command.number(Element.ACTION_TYPE_ID).orElse(0) != REQUEST_STORAGE_COMMITMENT) {
            throw new Refusal(NO_SUCH_ACTION, "Action Type is not 1, Request Storage Commitment");
        }
        try {
            return asked(exchange, Attributes.read(exchange.dataSet(), exchange.transferSyntaxUid()));
        } catch (Attributes.Malformed e) {
            throw new Refusal(INVALID_ARGUMENT_VALUE, e.getMessage());
        }
    }

    private Asked asked(Exchange exchange, Attributes request) throws Refusal {
        var transaction = request.text(Report.TRANSACTION_UID);
        var references = new ArrayList<SopReference>();
        for (var item : request.items(Report.REFERENCED_SOP_SEQUENCE)) {
            references.add(new SopReference(
                    item.text(Report.REFERENCED_SOP_CLASS_UID), item.text(Report.REFERENCED_SOP_INSTANCE_UID)));
        }
        if (!SopClasses.isUid(transaction)) {
            throw new Refusal(INVALID_ARGUMENT_VALUE, "Transaction UID (0008,1195) is missing or not a UID");
        }
        if (references.isEmpty() || references.size() > MOST_INSTANCES) {
            throw new Refusal(
                    INVALID_ARGUMENT_VALUE, "Referenced SOP Sequence (0008,1199) has none, or over " + MOST_INSTANCES);
        }
        if (!references.stream()
                .allMatch(one -> SopClasses.isUid(one.sopClassUid()) && SopClasses.isUid(one.sopInstanceUid()))) {
            throw new Refusal(
                    INVALID_ARGUMENT_VALUE, "Referenced SOP Sequence (0008,1199) names something without UID");
        }
        var device = exchange.caller().device();
        return new Asked(
                UUID.randomUUID(),
                device.site(),
                device.aeTitle(),
                transaction,
                List.copyOf(references),
                clock.instant(),
                0);
    }

    /** What it asked before, a device may ask again: the answer may have been lost. */
    private Asked writtenDown(Asked asked) throws Refusal {
        // It is there: what waits for its return is worth a call.
        book.called(asked.aeTitle());
        if (book.owedTo(asked.aeTitle()) + asked.references().size() > settings.mostOwed()) {
            throw new Refusal(
                    RESOURCE_LIMITATION, "Too many instances wait to be reported on; take those reports first");
        }
        if (inHand.keep(asked)) {
            return asked;
        }
        var earlier = book.find(asked.aeTitle(), asked.transactionUid())
                .filter(same -> same.references().equals(asked.references()))
                .orElseThrow(() ->
                        new Refusal(DUPLICATE_TRANSACTION_UID, "This Transaction UID was used for other instances"));
        var again = asked.as(earlier.id());
        inHand.owe(again);
        return again;
    }

    /** The answer; then this report, and those that the device could not be told before, each as soon as it can be made. */
    private void answerAndReport(Exchange exchange, Asked asked) throws IOException {
        try {
            exchange.respond(Status.SUCCESS);
        } finally {
            exchange.afterwards(reportHere.of(asked, exchange));
        }
        inHand.take(asked.aeTitle(), MOST_REPORTS).forEach(owed -> exchange.afterwards(reportHere.of(owed, exchange)));
    }
}
