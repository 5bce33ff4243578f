package org.radhub.router.sending;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.registry.Phrase;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.Outcome;
import org.radhub.router.PeerFailed;
import org.radhub.router.PeerFailed.Reason;
import org.radhub.router.Sender.Commitment;
import org.radhub.router.sending.Tally.Blame;
import org.radhub.storage.Instance;
import org.radhub.storage.SopReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try of one sending, by one worker. */
final class Delivery implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    /** Nothing of the sending was said yet. */
    private static final Set<Reason> NOT_CALLED = Set.of(Reason.UNREACHABLE, Reason.REJECTED, Reason.NOT_SECURE);

    private final Claim claim;
    private final Destination destination;
    private final Carriage with;
    private Tally tally = new Tally(List.of());
    private int total;
    private int confirmed;
    private boolean wentOn;
    private boolean answered;
    private boolean committing;
    private long writtenAt = System.nanoTime();
    private volatile String stop = "";

    Delivery(Claim claim, Destination destination, Carriage with) {
        this.claim = claim;
        this.destination = destination;
        this.with = with;
    }

    Claim claim() {
        return claim;
    }

    /** Asks it to end after the instance that is on its way. */
    void stop(String why) {
        stop = why;
    }

    boolean isStopping() {
        return !stop.isEmpty();
    }

    @Override
    public void run() {
        try {
            carry();
        } catch (Stopped e) {
            putDown(e.getMessage());
        } catch (PeerFailed e) {
            if (e.reason() == Reason.GIVEN_UP && isStopping()) {
                putDown(stop);
            } else {
                LOG.warn("{} failed: {}", this, e.getMessage());
                failed(committing ? Problems.notAsked(e) : Problems.of(e), blame(e), !NOT_CALLED.contains(e.reason()));
            }
        } catch (RuntimeException e) {
            LOG.error("{} failed", this, e);
            failed(Problems.unexpected(e), Blame.SENDING, true);
        }
    }

    private void carry() throws PeerFailed {
        var sending = claim.sending();
        if (claim.failures() >= with.settings().tries()) {
            giveUp(sending.lastError().orElse(Phrase.of("router.sending.vanished")));
            return;
        }
        var all = with.contents().of(sending.studyId());
        if (all.isEmpty()) {
            giveUp(Phrase.of("router.sending.no-study"));
            return;
        }
        var done = with.confirmations().of(sending.studyId(), destination.name(), claim.afreshSince());
        var missing =
                all.stream().filter(instance -> !done.contains(instance.id())).toList();
        total = all.size();
        confirmed = total - missing.size();
        goOn(with.queue().progress(claim, total, confirmed));
        var refused = refusedForGood();
        var rest = missing.stream()
                .filter(instance -> !refused.contains(instance.sopInstanceUid()))
                .toList();
        if (!rest.isEmpty()) {
            send(rest);
        }
        end(all);
    }

    private void send(List<Instance> instances) throws PeerFailed {
        tally = new Tally(instances);
        try {
            with.roads().to(destination).send(destination, instances, this::leaving, this::told);
        } catch (Full e) {
            LOG.info("{}: the destination is full, the rest waits", this);
        } finally {
            write();
        }
    }

    private void end(List<Instance> all) throws PeerFailed {
        var missing = total - confirmed;
        if (missing > 0) {
            var error = tally.firstProblem().isEmpty()
                    ? claim.sending().lastError().orElse(Problems.notAll(missing, total, ""))
                    : Problems.notAll(missing, total, tally.firstProblem());
            if (refusedForGood().size() >= missing) {
                giveUp(error);
            } else {
                failed(error, tally.blame(), true);
            }
        } else if (destination.endpoint() instanceof Endpoint.Dicom dicom && dicom.commitment()) {
            commit(dicom, all);
        } else {
            sent();
        }
    }

    private Set<String> refusedForGood() {
        return with.problems().refused(claim.id(), with.settings().refusals());
    }

    private void sent() {
        with.settle(() -> with.queue().sent(claim, now()));
        LOG.info("{} is sent: {} instances", this, total);
    }

    private void commit(Endpoint.Dicom dicom, List<Instance> all) throws PeerFailed {
        committing = true;
        var transactionUid = uid();
        var settings = with.settings();
        var references = all.stream()
                .map(instance -> new SopReference(instance.sopClassUid(), instance.sopInstanceUid()))
                .toList();
        with.commitments()
                .ask(
                        transactionUid,
                        claim.id(),
                        references.stream().map(SopReference::sopInstanceUid).toList(),
                        now());
        var commitment = with.sender()
                .commit(dicom.peer(), transactionUid, references, settings.commitmentWait(), with.reports());
        with.destinations().answered(destination.name());
        if (commitment == Commitment.PENDING) {
            pending();
        } else if (commitment == Commitment.NOT_OFFERED) {
            with.commitments().forget(claim.id());
            sent();
        }
    }

    private void pending() {
        var now = now();
        if (now.isBefore(claim.tryingSince().plus(with.settings().giveUpAfter()))) {
            with.settle(() ->
                    with.queue().committing(claim, now.plus(with.settings().commitmentDeadline())));
        } else {
            giveUp(Phrase.of("router.sending.no-report"));
        }
    }

    /** Invariant: no look without a line, before the data leave. */
    private void leaving() {
        with.trail()
                .record(Access.to(
                        AuditAction.INSTANCES_TRANSFERRED,
                        destination.name(),
                        claim.sending().site(),
                        claim.sending().studyInstanceUid(),
                        (total - confirmed) + " instances to " + destination.endpoint()));
    }

    private void told(List<Outcome> outcomes) {
        outcomes.forEach(tally::add);
        if (!answered && tally.answered() && !outcomes.stream().allMatch(Problems::full)) {
            answered = true;
            with.destinations().answered(destination.name());
        }
        if (tally.much()
                || System.nanoTime() - writtenAt
                        > with.settings().confirmEvery().toNanos()) {
            write();
        }
        if (isStopping()) {
            throw new Stopped(stop);
        }
        if (tally.destinationIsFull()) {
            throw new Full();
        }
    }

    /** Writes down what was confirmed, so that it is not sent again, and what was not. */
    private void write() {
        if (!tally.hasUnwritten()) {
            return;
        }
        var now = now();
        var kept = tally.confirmed();
        if (!kept.isEmpty()) {
            with.confirmations().add(claim.sending().studyId(), destination.name(), kept, now);
            confirmed += kept.size();
            wentOn = true;
        }
        with.problems().clear(claim.id(), tally.well());
        with.problems().add(claim.id(), tally.problems(), now);
        tally.written();
        writtenAt = System.nanoTime();
        goOn(with.queue().progress(claim, total, confirmed));
    }

    /** A destination that takes instances and stumbles over storage commitment is well enough to take more. */
    private Blame blame(PeerFailed e) {
        return switch (e.reason()) {
            case UNREACHABLE, REJECTED, NOT_SECURE -> Blame.DESTINATION;
            case TIMED_OUT, BROKEN, ABORTED -> committing || tally.answered() ? Blame.SENDING : Blame.DESTINATION;
            case REFUSED -> Blame.SENDING;
            case GIVEN_UP -> Blame.HUB;
        };
    }

    /**
     * @param mayBeOwn whether what looks like the destination's trouble may be this sending's own: something of it that breaks the peer. It is
     *     held to be its own where the destination was well before it.
     */
    private void failed(Phrase error, Blame blame, boolean mayBeOwn) {
        var now = now();
        with.settle(() -> {
            var inARow = blame == Blame.DESTINATION ? with.destinations().failing(destination.name(), error, now) : 0;
            // A try that got something through costs nothing: that comes to an end by itself.
            var own = !wentOn && (blame == Blame.SENDING || mayBeOwn && inARow == 1);
            var failures = claim.failures() + (own ? 1 : 0);
            if (failures >= with.settings().tries()
                    || !now.isBefore(claim.tryingSince().plus(with.settings().giveUpAfter()))) {
                return with.queue().givenUp(claim, error, now);
            }
            return with.queue().failed(claim, error, own, next(blame, failures, inARow, now));
        });
    }

    private Instant next(Blame blame, int failures, int inARow, Instant now) {
        return switch (blame) {
            case SENDING -> now.plus(with.backoff().after(Math.max(1, failures)));
            case HUB -> now.plus(with.backoff().after(claim.sending().attempts()));
            case DESTINATION -> {
                // Nothing goes there for a while; then something else is tried first.
                var until = now.plus(with.backoff().after(inARow));
                with.destinations().pause(destination.name(), until);
                yield until.plus(with.settings().firstWait());
            }
        };
    }

    private void giveUp(Phrase error) {
        with.settle(() -> with.queue().givenUp(claim, error, now()));
        LOG.warn("{} is given up", this);
    }

    private void putDown(String why) {
        LOG.info("{} is put down: {}", this, why);
        with.settle(() -> with.queue().putBack(claim, now()));
    }

    private static void goOn(boolean held) {
        if (!held) {
            throw new Stopped("its lease has run out");
        }
    }

    private Instant now() {
        return with.clock().instant();
    }

    /** PS3.5 B.2: a UUID as a decimal number under 2.25. */
    private static String uid() {
        var random = UUID.randomUUID();
        var bytes = ByteBuffer.allocate(16)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits());
        return "2.25." + new BigInteger(1, bytes.array());
    }

    @Override
    public String toString() {
        return "study " + claim.sending().studyInstanceUid() + " for " + destination.name();
    }

    /** The destination says again and again that it is full. */
    private static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full() {
            super("full", null, false, false);
        }
    }
}
