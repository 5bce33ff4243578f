package org.radhub.router.sending;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.radhub.registry.Phrase;
import org.radhub.router.CommitmentReport;
import org.radhub.router.CommitmentReports;
import org.radhub.router.Destination;
import org.radhub.router.Endpoint;
import org.radhub.router.SendingState;
import org.radhub.storage.Instance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes in storage commitment reports: what is kept is committed, and what is not goes again. */
@Component
class CommitmentDesk implements CommitmentReports {
    private static final Logger LOG = LoggerFactory.getLogger(CommitmentDesk.class);

    private final SendingQueue queue;
    private final Commitments commitments;
    private final DestinationBook destinations;
    private final Confirmations confirmations;
    private final Contents contents;
    private final Backoff backoff;
    private final Clock clock;
    private final TransactionTemplate transaction;

    CommitmentDesk(
            SendingQueue queue,
            Commitments commitments,
            DestinationBook destinations,
            Confirmations confirmations,
            Contents contents,
            Backoff backoff,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.queue = queue;
        this.commitments = commitments;
        this.destinations = destinations;
        this.confirmations = confirmations;
        this.contents = contents;
        this.backoff = backoff;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public boolean reported(CommitmentReport report, Reporter reporter) {
        return isFromWhoWasAsked(report, reporter) && taken(report);
    }

    /** Before the sending is locked, since a host may have to be looked up. Who is not believed is not told that there is such a transaction. */
    private boolean isFromWhoWasAsked(CommitmentReport report, Reporter reporter) {
        var asked = commitments.destinationOf(report.transactionUid()).flatMap(destinations::find);
        var speaks = asked.map(Destination::endpoint)
                .filter(Endpoint.Dicom.class::isInstance)
                .map(endpoint -> ((Endpoint.Dicom) endpoint).peer())
                .filter(reporter::speaksFor)
                .isPresent();
        if (!speaks && asked.isPresent()) {
            LOG.warn(
                    "{} reports on storage commitment {}, for which {} was asked; that is not taken",
                    reporter,
                    report.transactionUid(),
                    asked.get().name());
        }
        return speaks;
    }

    private boolean taken(CommitmentReport report) {
        return Boolean.TRUE.equals(transaction.execute(status -> commitments
                .find(report.transactionUid())
                .flatMap(asked -> queue.lock(asked.sendingId()).map(claim -> take(claim, asked.instances(), report)))
                .orElse(false)));
    }

    /** What was asked for and is not named as committed is not kept, whether the report names it as failed or not at all. */
    private boolean take(Claim claim, Set<String> asked, CommitmentReport report) {
        commitments.forget(report.transactionUid());
        var lost = new HashSet<>(asked);
        lost.removeAll(report.committed());
        var sending = claim.sending();
        if (!lost.isEmpty()) {
            LOG.warn(
                    "{} does not keep {} instances of {}",
                    sending.destination(),
                    lost.size(),
                    sending.studyInstanceUid());
            sendAgain(claim, lost, asked.size());
        } else if (sending.state().canBecome(SendingState.COMMITTED)) {
            queue.committed(claim, clock.instant());
            commitments.forget(sending.id());
        }
        return true;
    }

    private void sendAgain(Claim claim, Set<String> lost, int asked) {
        var sending = claim.sending();
        var ids = contents.of(sending.studyId()).stream()
                .filter(instance -> lost.contains(instance.sopInstanceUid()))
                .map(Instance::id)
                .collect(Collectors.toSet());
        confirmations.remove(sending.studyId(), sending.destination(), ids);
        if (sending.state() == SendingState.COMMITTING || sending.state() == SendingState.SENDING) {
            var next = clock.instant().plus(backoff.after(claim.failures() + 1));
            queue.notCommitted(claim, Phrase.of("router.sending.not-committed", lost.size(), asked), next);
        }
    }
}
