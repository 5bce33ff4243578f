package org.radhub.router.offer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.radhub.router.MoveOriginator;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.Sender;

/**
 * Instances on their way to one peer. What it does not take as it is kept, it says when it is called; for those it is called again, and offered
 * what anybody can read. For one thread.
 */
public final class Offering {
    private final Sender sender;
    private final Peer peer;
    private final Optional<MoveOriginator> originator;
    private final Consumer<Outcome> told;

    /** Those that have no outcome yet, with what the peer said when it was offered them as they are kept. */
    private final Map<Offered, Optional<Outcome>> open = new LinkedHashMap<>();

    /** @param told hears the outcome of each instance, once; what it throws ends the calls */
    public Offering(
            Sender sender,
            Peer peer,
            Optional<MoveOriginator> originator,
            List<Offered> instances,
            Consumer<Outcome> told) {
        this.sender = sender;
        this.peer = peer;
        this.originator = originator;
        this.told = told;
        instances.forEach(instance -> open.put(instance, Optional.empty()));
    }

    /** Returns when each has an outcome. */
    public void go() throws PeerFailed {
        var left = offered(List.copyOf(open.keySet()), Offered::asKept, Offered.READ_BY_ALL);
        for (var i = 0; i < Offered.READ_BY_ALL.size(); i++) {
            var transferSyntax = Offered.READ_BY_ALL.get(i);
            var further = Offered.READ_BY_ALL.subList(i + 1, Offered.READ_BY_ALL.size());
            var again = left.stream()
                    .filter(instance -> instance.mayBe(transferSyntax))
                    .toList();
            left = new ArrayList<>(left);
            left.removeAll(Set.copyOf(again));
            left.addAll(offered(again, instance -> instance.in(transferSyntax), further));
        }
    }

    /** Those that have no outcome. */
    public List<Offered> open() {
        return List.copyOf(open.keySet());
    }

    /**
     * @param further transfer syntaxes that can be tried after this
     * @return those that the peer did not take, and for which there is something else to try
     */
    private List<Offered> offered(
            List<Offered> instances, Function<Offered, OutgoingInstance> way, List<String> further) throws PeerFailed {
        var notTaken = new ArrayList<Offered>();
        if (instances.isEmpty()) {
            return notTaken;
        }
        var next = instances.iterator();
        sender.send(peer, originator, instances.stream().map(way).toList(), outcome -> {
            var instance = next.next();
            if (!isNotTaken(outcome)) {
                end(instance, outcome);
            } else if (further.stream().anyMatch(instance::mayBe)) {
                open.computeIfPresent(instance, (one, first) -> first.or(() -> Optional.of(outcome)));
                notTaken.add(instance);
            } else {
                end(instance, open.get(instance).orElse(outcome));
            }
        });
        return notTaken;
    }

    private void end(Offered instance, Outcome outcome) {
        open.remove(instance);
        told.accept(outcome);
    }

    /** Whether the peer may take it otherwise: not where the hub has nothing else to offer. */
    public static boolean isNotTaken(Outcome outcome) {
        return outcome.result() == Result.NOT_NEGOTIATED && outcome.status() == 0;
    }
}
