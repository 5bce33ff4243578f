package org.radhub.router.sending;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.radhub.router.Outcome;
import org.radhub.router.Outcome.Result;
import org.radhub.storage.Instance;

/** What became of the instances in one try, and what of that has yet to be written down. For one thread. */
final class Tally {
    /** A destination that has said so often in a row that it is full is not asked further. */
    private static final int FULL_IN_A_ROW = 3;

    private static final int MOST_UNWRITTEN = 200;

    /** Who is to blame for what was not confirmed. */
    enum Blame {
        /** The study: something of it, and not of others, is refused. */
        SENDING,
        /** The destination as a whole. */
        DESTINATION,
        /** The hub, which could not open its own copy. */
        HUB
    }

    private final Map<String, List<UUID>> idsByUid = new LinkedHashMap<>();
    private final List<UUID> confirmed = new ArrayList<>();
    private final List<String> well = new ArrayList<>();
    private final Map<String, Outcome> problems = new LinkedHashMap<>();
    private String firstProblem = "";
    private boolean answered;
    private int refused;
    private int full;
    private int fullInARow;
    private int unread;

    Tally(List<Instance> instances) {
        instances.forEach(instance -> idsByUid.computeIfAbsent(instance.sopInstanceUid(), uid -> new ArrayList<>())
                .add(instance.id()));
    }

    void add(Outcome outcome) {
        answered |= outcome.result() != Result.NOT_READ;
        fullInARow = Problems.full(outcome) ? fullInARow + 1 : 0;
        var uid = outcome.sopInstanceUid();
        if (outcome.confirmed()) {
            confirmed.addAll(idsByUid.get(uid));
        }
        if (outcome.result() == Result.KEPT) {
            well.add(uid);
        } else {
            problems.put(uid, outcome);
        }
        if (!outcome.confirmed()) {
            count(outcome);
        }
    }

    private void count(Outcome outcome) {
        if (firstProblem.isEmpty()) {
            firstProblem = (outcome.status() == 0 ? "" : "%04X ".formatted(outcome.status())) + outcome.comment();
        }
        if (Problems.full(outcome)) {
            full++;
        } else if (outcome.result() == Result.NOT_READ) {
            unread++;
        } else {
            refused++;
        }
    }

    /** Ids of the instances that were confirmed and not yet written down. */
    List<UUID> confirmed() {
        return List.copyOf(confirmed);
    }

    /** SOP Instance UIDs of those with which nothing is wrong, not yet written down. */
    List<String> well() {
        return List.copyOf(well);
    }

    Map<String, Outcome> problems() {
        return Map.copyOf(problems);
    }

    void written() {
        confirmed.clear();
        well.clear();
        problems.clear();
    }

    boolean much() {
        return confirmed.size() + problems.size() >= MOST_UNWRITTEN;
    }

    boolean hasUnwritten() {
        return !confirmed.isEmpty() || !problems.isEmpty();
    }

    /** Whether the destination has answered anything at all. */
    boolean answered() {
        return answered;
    }

    boolean destinationIsFull() {
        return fullInARow >= FULL_IN_A_ROW;
    }

    /** In the words of the peer; empty where nothing was wrong in this try. */
    String firstProblem() {
        return firstProblem;
    }

    Blame blame() {
        if (refused > 0) {
            return Blame.SENDING;
        }
        if (full > 0) {
            // Where it took more after that, it is not full: it has no room for this one.
            return fullInARow > 0 ? Blame.DESTINATION : Blame.SENDING;
        }
        return unread > 0 ? Blame.HUB : Blame.SENDING;
    }
}
