package org.radhub.storage.completeness;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.radhub.registry.Phrase;
import org.radhub.storage.Evidence;
import org.radhub.storage.Evidence.Kind;
import org.radhub.storage.completeness.StudyFacts.SeriesFacts;

/**
 * The ladder of evidence, strongest first. A study is complete as soon as one kind is proven:
 *
 * <ul>
 *   <li>storage commitment: a device asked the hub to be responsible for every instance that is here, none of those it named is missing,
 *       and nothing came since for a moment, as devices ask series by series too;
 *   <li>the exam's performed procedure steps have ended, and every instance that they name is here;
 *   <li>the instances announce how many they are in the study, and they are that many;
 *   <li>the associations have closed, or there was silence, for as long as the study's devices need (three times as long as the quickest, while no
 *       study of theirs is known), and nothing is known to be missing: the counts that the series announce, the slices that lie without gaps, the
 *       announced number of series, or nothing but the silence itself then is the evidence.
 * </ul>
 *
 * What is known to be missing is waited for longer, but not for ever: then the study is complete by the weakest evidence, with a warning. An
 * exam that a device said to be going on holds back all but what proves itself. While another process of the hub may have some of the study, only the
 * ended steps and the announced number are proof.
 */
final class Judgement {
    private static final int DOUBT_PER_QUIET = 3;
    private static final int FOR_STRANGERS = 3;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final StudyFacts study;
    private final Instant now;
    private final Patience patience;
    private final Optional<Instant> settledAt;
    private final Instant quietAt;

    private Judgement(StudyFacts study, Instant now, Patience patience) {
        this.study = study;
        this.now = now;
        this.patience = patience;
        this.settledAt =
                study.closedAt().map(closed -> later(closed, study.activeAt()).plus(settle()));
        this.quietAt = study.activeAt().plus(quiet());
    }

    static Verdict of(StudyFacts study, Instant now, Patience patience) {
        return new Judgement(study, now, patience).verdict();
    }

    private Verdict verdict() {
        return Stream.of(commitment(), steps(), announced())
                .flatMap(Optional::stream)
                .findFirst()
                .<Verdict>map(evidence -> new Verdict.Complete(evidence, List.of()))
                .orElseGet(this::byCalm);
    }

    /** What the end of an association says of a device is learned; one of which nothing is known is given more time. */
    private Duration settle() {
        var least = patience.settle().least().multipliedBy(study.strangers() ? FOR_STRANGERS : 1);
        return patience.settle().bounded(least.compareTo(study.settle()) > 0 ? least : study.settle());
    }

    private Duration quiet() {
        return patience.quiet().bounded(study.quiet());
    }

    private Optional<Evidence> commitment() {
        var still = study.activeAt().plus(examGoesOn() ? quiet() : settle());
        // That it names all that is here says something only where all that came is here.
        boolean proven = !study.mayLack()
                && study.asked().named() > 0
                && study.asked().missing() == 0
                && study.asked().named() >= study.instances()
                && !now.isBefore(still);
        return evidence(proven, Kind.STORAGE_COMMITMENT, "storage.evidence.commitment", study.instances());
    }

    private Optional<Evidence> steps() {
        boolean proven = study.exam().over()
                && study.performed().named() > 0
                && study.performed().missing() == 0;
        var key = study.exam().discontinued() > 0 ? "storage.evidence.step-discontinued" : "storage.evidence.step";
        return evidence(proven, Kind.MPPS_COMPLETED, key, study.performed().named());
    }

    private Optional<Evidence> announced() {
        return evidence(
                study.announced() > 0 && study.instances() == study.announced(),
                Kind.ANNOUNCED_COUNT,
                "storage.evidence.announced",
                study.announced());
    }

    private static Optional<Evidence> evidence(boolean proven, Kind kind, String key, Object... args) {
        return proven ? Optional.of(new Evidence(kind, Phrase.of(key, args))) : Optional.empty();
    }

    private boolean examGoesOn() {
        return study.exam().going() > 0 && now.isBefore(examGivenUpAt());
    }

    private Instant examGivenUpAt() {
        return later(study.exam().changedAt(), study.activeAt()).plus(patience.exam());
    }

    private Verdict byCalm() {
        boolean closed = settledAt.filter(at -> !now.isBefore(at)).isPresent();
        boolean silent = !now.isBefore(quietAt);
        if (!closed && !silent) {
            var next = Stream.of(
                            settledAt,
                            Optional.of(quietAt),
                            Optional.of(study.activeAt().plus(settle())))
                    .flatMap(Optional::stream)
                    .filter(now::isBefore)
                    .min(Instant::compareTo)
                    .orElse(quietAt);
            return new Verdict.Wait(next);
        }
        if (study.mayLack()) {
            return new Verdict.Wait(now.plus(SOON));
        }
        if (examGoesOn()) {
            return new Verdict.Wait(silent ? examGivenUpAt() : quietAt);
        }
        var doubts = doubts();
        if (doubts.isEmpty()) {
            return new Verdict.Complete(calm(closed), List.of());
        }
        var enough = later(study.exam().changedAt(), study.activeAt())
                .plus(patience.doubt().bounded(quiet().multipliedBy(DOUBT_PER_QUIET)));
        return now.isBefore(enough) ? new Verdict.Wait(enough) : inDoubt(closed, doubts);
    }

    private Evidence calm(boolean closed) {
        long waited = (closed ? settle() : quiet()).toSeconds();
        if (!study.series().isEmpty() && study.series().stream().allMatch(Judgement::asAnnounced)) {
            return new Evidence(
                    Kind.ANNOUNCED_COUNT,
                    Phrase.of(
                            "storage.evidence.announced-series", study.series().size(), study.instances(), waited));
        }
        long stacked = study.series().stream()
                .filter(series -> !SliceStack.of(series.slices()).isEmpty())
                .count();
        if (stacked > 0) {
            return new Evidence(Kind.GEOMETRY, Phrase.of("storage.evidence.geometry", stacked, waited));
        }
        if (study.announcedSeries() > 0 && study.series().size() == study.announcedSeries()) {
            return new Evidence(
                    Kind.ANNOUNCED_COUNT, Phrase.of("storage.evidence.series", study.announcedSeries(), waited));
        }
        return closed
                ? new Evidence(Kind.ASSOCIATION_CLOSED, Phrase.of("storage.evidence.association-closed", waited))
                : new Evidence(Kind.QUIET_TIME, Phrase.of("storage.evidence.quiet-time", waited));
    }

    private static boolean asAnnounced(SeriesFacts series) {
        return series.instances() == series.announced() || series.instances() == series.inAcquisition();
    }

    private Verdict inDoubt(boolean closed, List<Doubt> doubts) {
        long waited = Duration.between(study.activeAt(), now).toSeconds();
        return new Verdict.Complete(
                new Evidence(
                        closed ? Kind.ASSOCIATION_CLOSED : Kind.QUIET_TIME,
                        doubts.get(0).although(waited)),
                doubts.stream().map(Doubt::warning).toList());
    }

    /** What is known to be missing, worst first. */
    private List<Doubt> doubts() {
        var doubts = new ArrayList<Doubt>();
        if (study.asked().missing() > 0) {
            doubts.add(Doubt.ofCommitment(study.asked().missing(), study.asked().named()));
        }
        if (study.exam().over() && study.performed().missing() > 0) {
            doubts.add(
                    Doubt.ofStep(study.performed().missing(), study.performed().named()));
        }
        if (study.instances() < study.announced()) {
            doubts.add(Doubt.ofAnnounced(study.instances(), study.announced()));
        }
        if (study.series().size() < study.announcedSeries()) {
            doubts.add(Doubt.ofSeries(study.series().size(), study.announcedSeries()));
        }
        for (var series : study.series()) {
            if (series.instances() < series.announced()) {
                doubts.add(Doubt.ofAnnouncedSeries(series.name(), series.instances(), series.announced()));
            }
            int gaps = SliceStack.gapsOf(series.slices());
            if (gaps > 0) {
                doubts.add(Doubt.ofGaps(series.name(), gaps));
            }
        }
        return doubts;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
