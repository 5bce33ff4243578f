package org.radhub.router.query;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.registry.DeviceAccess;
import org.radhub.router.association.CommandSet;
import org.radhub.router.association.Exchange;
import org.radhub.router.association.Reply;
import org.radhub.router.association.Service;
import org.radhub.router.association.Status;
import org.radhub.storage.Attributes;
import org.radhub.storage.Attributes.Attribute;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** C-FIND as SCP (PS3.4 C.4.1.3). */
@Component
class FindService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(FindService.class);
    /** PS3.4 C.4.1.1.4. */
    private static final int OUT_OF_RESOURCES = 0xA700;

    private static final int QUERY_RETRIEVE_LEVEL = 0x00080052;
    private static final Set<Integer> SAID_ANYWAY = Set.of(
            Attributes.SPECIFIC_CHARACTER_SET,
            QUERY_RETRIEVE_LEVEL,
            Keys.RETRIEVE_AE_TITLE,
            Keys.INSTANCE_AVAILABILITY);

    private final Searches searches;
    private final WholeIndex index;
    private final DeviceAccess access;
    private final AuditTrail trail;
    private final String aeTitle;
    private final int mostHits;

    /** @param mostHits matches that one query is answered with */
    FindService(
            Searches searches,
            WholeIndex index,
            DeviceAccess access,
            AuditTrail trail,
            @Value("${radhub.dicom.ae-title:RADHUB}") String aeTitle,
            @Value("${radhub.query.most-hits:10000}") int mostHits) {
        this.searches = searches;
        this.index = index;
        this.access = access;
        this.trail = trail;
        this.aeTitle = aeTitle;
        this.mostHits = mostHits;
    }

    @Override
    public Set<String> abstractSyntaxes() {
        return InformationModel.all(InformationModel::find);
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        if (exchange.command().field() != CommandSet.C_FIND_RQ) {
            exchange.respond(Status.unrecognizedOperation());
            return;
        }
        try {
            find(exchange, Identifier.of(exchange));
        } catch (Rejected e) {
            LOG.info("{}: a query was rejected: {}", exchange.caller(), e.getMessage());
            exchange.respond(e.status());
        }
    }

    private void find(Exchange exchange, Identifier identifier) throws IOException, Rejected {
        var caller = exchange.caller();
        trail.record(Access.to(
                AuditAction.QUERY,
                caller.device().aeTitle(),
                "",
                identifier.line(),
                "C-FIND, " + identifier.model() + ", from " + caller.address().getHostAddress()));
        index.require(OUT_OF_RESOURCES);
        var hits = searches.find(identifier, access.scopeOf(caller.device()));
        for (var sent = 0; hits.hasNext(); sent++) {
            if (exchange.cancelled()) {
                exchange.respond(Status.CANCEL);
                return;
            }
            if (sent == mostHits) {
                LOG.warn(
                        "{}: a query at {} level has more than {} matches (radhub.query.most-hits); the rest was not sent",
                        caller,
                        identifier.level(),
                        mostHits);
                exchange.respond(Status.outOfResources("More than " + mostHits + " matches: please narrow the query"));
                return;
            }
            exchange.respond(pending(exchange, identifier, hits.next()));
        }
        exchange.respond(Status.SUCCESS);
    }

    private Reply pending(Exchange exchange, Identifier identifier, Values hit) {
        var answer = Attributes.builder();
        var allSupported = true;
        for (var asked : identifier.keys().attributes()) {
            var known = hit.find(asked.tag());
            if (known.isPresent()) {
                answer.put(asked.tag(), known.get());
            } else if (!SAID_ANYWAY.contains(asked.tag())) {
                allSupported = false;
                answer.put(new Attribute(asked.tag(), asked.vr(), List.of(), List.of()));
            } else if (asked.tag() == Attributes.SPECIFIC_CHARACTER_SET) {
                answer.put(asked.tag(), "");
            }
        }
        answer.put(QUERY_RETRIEVE_LEVEL, identifier.level().name());
        answer.put(Keys.RETRIEVE_AE_TITLE, aeTitle);
        answer.put(Keys.INSTANCE_AVAILABILITY, "ONLINE");
        var unique = identifier.level().uniqueKey();
        answer.put(unique, hit.find(unique).orElse(List.of()));
        return Reply.of(allSupported ? Status.PENDING : Status.PENDING_WITH_WARNING)
                .with(answer.build().encoded(exchange.transferSyntaxUid(), identifier.characterSet()));
    }
}
