package org.radhub.router.worklist;

import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.router.ExpectedExams;
import org.radhub.router.association.CommandSet;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.Reply;
import org.radhub.router.association.Service;
import org.radhub.router.association.Status;
import org.radhub.storage.Attributes;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Modality Worklist as SCP (PS3.4 K.4.1): a device is told of the exams that are expected at its own hospital. */
@Component
class WorklistService implements Service {
    static final String MODALITY_WORKLIST = "1.2.840.10008.5.1.4.31";

    private static final int LONGEST_LINE = 800;

    private final ExpectedExams exams;
    private final AuditTrail trail;
    private final Clock clock;
    private final ZoneId zone;

    WorklistService(
            ExpectedExams exams, AuditTrail trail, Clock clock, @Value("${radhub.zone:Asia/Shanghai}") ZoneId zone) {
        this.exams = exams;
        this.trail = trail;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public Set<String> abstractSyntaxes() {
        return Set.of(MODALITY_WORKLIST);
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        if (exchange.command().field() != CommandSet.C_FIND_RQ) {
            exchange.respond(Status.unrecognizedOperation());
            return;
        }
        try {
            find(exchange, new WorklistQuery(Attributes.read(exchange.dataSet(), exchange.transferSyntaxUid())));
        } catch (Attributes.Malformed e) {
            exchange.respond(Status.cannotUnderstand("Identifier: " + e.getMessage()));
        }
    }

    private void find(Exchange exchange, WorklistQuery query) throws IOException {
        var device = exchange.caller().device();
        var now = clock.instant();
        var found = exams.of(device.site()).stream()
                .map(exam -> WorklistEntry.of(exam, device, now, zone))
                .filter(query::matches)
                .toList();
        for (var patients : patients(found)) {
            trail.record(Access.to(
                    AuditAction.QUERY,
                    device.aeTitle(),
                    device.site(),
                    query.line(),
                    "C-FIND, modality worklist, from "
                            + exchange.caller().address().getHostAddress() + patients));
        }
        for (var entry : found) {
            if (exchange.cancelled()) {
                exchange.respond(Status.CANCEL);
                return;
            }
            var status = query.isKnownTo(entry) ? Status.PENDING : Status.PENDING_WITH_WARNING;
            exchange.respond(Reply.of(status)
                    .with(query.answer(entry).encoded(exchange.transferSyntaxUid(), query.characterSet())));
        }
        exchange.respond(Status.SUCCESS);
    }

    /** Whom the device is told of: a line for some of them each, as long as the trail has room for, and one where nobody is named. */
    private static List<String> patients(List<Attributes> entries) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        var named = entries.stream()
                .map(WorklistEntry::patient)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        for (var name : named) {
            if (!line.isEmpty() && line.length() + name.length() > LONGEST_LINE) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "; patients: " : "; ").append(name);
        }
        lines.add(line.toString());
        return lines;
    }
}
