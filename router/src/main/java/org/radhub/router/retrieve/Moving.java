package org.radhub.router.retrieve;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.radhub.router.MoveOriginator;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.router.OutgoingInstance;
import org.radhub.router.Peer;
import org.radhub.router.PeerFailed;
import org.radhub.router.Sender;

/**
 * The sub-operations of a C-MOVE. What the destination does not take as it is kept, it says when it is called; for those it is called again, and
 * offered what anybody can read.
 */
final class Moving {
    private final Sender sender;
    private final Peer destination;
    private final MoveOriginator originator;
    private final Progress progress;
    private final Runnable told;
    private final Set<Retrieved> open;

    /** @param told hears when there is something new to say of the progress; what it throws ends the calls */
    Moving(
            Sender sender,
            Peer destination,
            MoveOriginator originator,
            List<Retrieved> instances,
            Progress progress,
            Runnable told) {
        this.sender = sender;
        this.destination = destination;
        this.originator = originator;
        this.progress = progress;
        this.told = told;
        this.open = new LinkedHashSet<>(instances);
    }

    /** Returns when each has an outcome. */
    void go() throws PeerFailed {
        var left = offered(List.copyOf(open), Retrieved::asKept, Retrieved.READ_BY_ALL);
        for (var i = 0; i < Retrieved.READ_BY_ALL.size(); i++) {
            var transferSyntax = Retrieved.READ_BY_ALL.get(i);
            var further = Retrieved.READ_BY_ALL.subList(i + 1, Retrieved.READ_BY_ALL.size());
            var again = left.stream()
                    .filter(instance -> instance.mayBe(transferSyntax))
                    .toList();
            left = new ArrayList<>(left);
            left.removeAll(Set.copyOf(again));
            left.addAll(offered(again, instance -> instance.in(transferSyntax), further));
        }
    }

    /** Those that have no outcome. */
    List<Retrieved> open() {
        return List.copyOf(open);
    }

    /**
     * @param further transfer syntaxes that can be tried after this
     * @return those that the destination did not take, and for which there is something else to try
     */
    private List<Retrieved> offered(
            List<Retrieved> instances, Function<Retrieved, OutgoingInstance> way, List<String> further)
            throws PeerFailed {
        var notTaken = new ArrayList<Retrieved>();
        if (instances.isEmpty()) {
            return notTaken;
        }
        var next = instances.iterator();
        sender.send(
                destination,
                Optional.of(originator),
                instances.stream().map(way).toList(),
                outcome -> {
                    var instance = next.next();
                    var said = further.size() < Retrieved.READ_BY_ALL.size() ? Retrieved.anew(outcome) : outcome;
                    if (isNotTaken(said) && further.stream().anyMatch(instance::mayBe)) {
                        notTaken.add(instance);
                    } else {
                        open.remove(instance);
                        progress.count(said);
                        told.run();
                    }
                });
        return notTaken;
    }

    private static boolean isNotTaken(Outcome outcome) {
        return outcome.result() == Result.NOT_NEGOTIATED && outcome.status() == 0;
    }
}
