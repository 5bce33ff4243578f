package org.radhub.router.retrieve;

import java.io.IOException;
import java.util.Set;
import org.radhub.registry.DeviceAccess;
import org.radhub.router.Outcome;
import org.radhub.router.association.CommandSet;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.Service;
import org.radhub.router.association.Status;
import org.radhub.router.offer.Offered;
import org.radhub.router.offer.Offering;
import org.radhub.router.query.Identifier;
import org.radhub.router.query.InformationModel;
import org.radhub.router.query.Rejected;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** C-GET as SCP (PS3.4 C.4.3.3): what was asked for comes on the same association. */
@Component
class GetService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(GetService.class);

    private final Retrieval retrieval;
    private final DeviceAccess access;

    GetService(Retrieval retrieval, DeviceAccess access) {
        this.retrieval = retrieval;
        this.access = access;
    }

    @Override
    public Set<String> abstractSyntaxes() {
        return InformationModel.all(InformationModel::get);
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        if (exchange.command().field() != CommandSet.C_GET_RQ) {
            exchange.respond(Status.unrecognizedOperation());
            return;
        }
        try {
            get(exchange, Identifier.of(exchange));
        } catch (Rejected e) {
            LOG.info("{}: a C-GET was rejected: {}", exchange.caller(), e.getMessage());
            exchange.respond(e.status());
        }
    }

    private void get(Exchange exchange, Identifier identifier) throws IOException, Rejected {
        var caller = exchange.caller();
        var instances = retrieval.begin(exchange, identifier, access.scopeOf(caller.device()), "C-GET");
        var progress = new Progress(instances.size(), exchange.transferSyntaxUid());
        for (var instance : instances) {
            if (exchange.cancelled()) {
                LOG.info("{}: C-GET cancelled: {}", caller, progress);
                exchange.respond(progress.cancelled());
                return;
            }
            progress.count(sent(exchange, instance));
            if (progress.done() < instances.size()) {
                exchange.respond(progress.pending());
            }
        }
        LOG.info("{}: C-GET: {}", caller, progress);
        exchange.respond(progress.ended());
    }

    /** As it is kept, or else as anybody can read it. */
    private static Outcome sent(Exchange exchange, Offered instance) throws IOException {
        var outcome = exchange.store(instance.asKept());
        for (var transferSyntax : Offered.READ_BY_ALL) {
            if (Offering.isNotTaken(outcome) && instance.mayBe(transferSyntax)) {
                outcome = exchange.store(instance.in(transferSyntax));
            }
        }
        return outcome;
    }
}
