package org.radhub.router.requestor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.radhub.router.CommitmentReports;
import org.radhub.router.MoveOriginator;
import org.radhub.router.Outcome;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.Sender;
import org.radhub.storage.SopReference;
import org.springframework.stereotype.Component;

/** Sends in associations, one after the other. */
@Component
class DicomSender implements Sender {
    private static final String VERIFICATION = "1.2.840.10008.1.1";
    private static final int MOST_CONTEXTS = 128;

    private final Switchboard switchboard;

    DicomSender(Switchboard switchboard) {
        this.switchboard = switchboard;
    }

    @Override
    public void verify(Peer peer) throws PeerFailed {
        try (var call = switchboard.open(peer, Set.of(Kind.plain(VERIFICATION)))) {
            var status = call.echo();
            call.release();
            if (status != 0) {
                throw new PeerFailed(
                        Reason.REFUSED, peer + " answered C-ECHO with status %04X".formatted(status), null);
            }
        }
    }

    @Override
    public void send(
            Peer peer, Optional<MoveOriginator> originator, List<OutgoingInstance> instances, Consumer<Outcome> told)
            throws PeerFailed {
        for (var together : together(instances)) {
            var kinds = new LinkedHashSet<Kind>();
            together.forEach(instance -> kinds.add(Kind.of(instance)));
            try (var call = switchboard.open(peer, kinds)) {
                for (var instance : together) {
                    told.accept(call.store(instance, originator));
                }
                call.release();
            }
        }
    }

    @Override
    public Commitment commit(
            Peer peer, String transactionUid, List<SopReference> instances, Duration wait, CommitmentReports reports)
            throws PeerFailed {
        var request = new CommitmentRequest(peer, transactionUid, reports);
        try (var call = switchboard.open(peer, Kind.plain(CommitmentRequest.PUSH_MODEL), request)) {
            var commitment = request.ask(call, instances, wait);
            call.release();
            return commitment;
        }
    }

    /** The instances in their order, divided where an association has no presentation context left. */
    private static List<List<OutgoingInstance>> together(List<OutgoingInstance> instances) {
        var all = new ArrayList<List<OutgoingInstance>>();
        var kinds = new LinkedHashSet<Kind>();
        var from = 0;
        for (var i = 0; i < instances.size(); i++) {
            var kind = Kind.of(instances.get(i));
            if (kinds.size() == MOST_CONTEXTS && !kinds.contains(kind)) {
                all.add(instances.subList(from, i));
                kinds.clear();
                from = i;
            }
            kinds.add(kind);
        }
        if (from < instances.size()) {
            all.add(instances.subList(from, instances.size()));
        }
        return all;
    }
}
