package org.radhub.workflow.arrival;

import java.time.Clock;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.registry.Phrase;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.LateSeries;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyArrived;
import org.radhub.storage.StudyStored;
import org.radhub.workflow.CaseChanged;
import org.radhub.workflow.LedgerStep;
import org.radhub.workflow.cases.CaseRepository;
import org.radhub.workflow.cases.Opening;
import org.radhub.workflow.ledger.Ledger;
import org.radhub.workflow.request.Pending;
import org.radhub.workflow.request.RequestRepository;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/**
 * Hears what the storage tells. Each of these may be told more than once, and in any order: what is recorded is recorded once, and a study
 * that arrives gets exactly one case.
 */
@Component
class Arrivals {
    private static final int SERIES_NAMED = 5;

    private final Studies studies;
    private final Opening opening;
    private final CaseRepository cases;
    private final RequestRepository requests;
    private final Ledger ledger;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Arrivals(
            Studies studies,
            Opening opening,
            CaseRepository cases,
            RequestRepository requests,
            Ledger ledger,
            ApplicationEventPublisher events,
            Clock clock) {
        this.studies = studies;
        this.opening = opening;
        this.cases = cases;
        this.requests = requests;
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
    }

    @ApplicationModuleListener
    void on(StudyArrived event) {
        var study = studies.find(event.studyId())
                .orElseThrow(() -> new IllegalStateException("study " + event.studyId() + " arrived and is not there"));
        recordArrival(event, study);
        requests.lock(study.site());
        var asked = requests.waitingFor(study.site(), study.studyInstanceUid(), study.accessionNumber());
        var question = asked.map(Arrivals::question).orElse(Opening.Question.NONE);
        opening.open(study, question, true)
                .ifPresent(caseId -> asked.ifPresent(request -> attach(request, study, caseId)));
    }

    @ApplicationModuleListener
    void on(StudyStored event) {
        ledger.ofStudy(
                event.studyId(),
                LedgerStep.STORED,
                event.at(),
                Ledger.HUB,
                Phrase.of("workflow.ledger.stored", event.objects(), mebibytes(event.bytes())));
        tellChanged(event.studyId());
    }

    @ApplicationModuleListener
    void on(InstancesArrivedLate event) {
        var added =
                ledger.ofStudy(event.studyId(), LedgerStep.LATE_IMAGES, event.completeAt(), Ledger.HUB, what(event));
        if (added) {
            cases.ofStudy(event.studyId()).forEach(id -> grow(id, event));
        }
        tellChanged(event.studyId());
    }

    /** What came, series by series, so that the reader knows where to look. */
    private static Phrase what(InstancesArrivedLate event) {
        if (event.series().isEmpty()) {
            return Phrase.of("workflow.ledger.late-images", event.newInstances(), event.instances());
        }
        var named = event.series().stream()
                .limit(SERIES_NAMED)
                .map(series -> name(series) + " +" + series.newInstances())
                .collect(Collectors.joining("; "));
        var more = event.series().size() > SERIES_NAMED ? "; …" : "";
        return Phrase.of("workflow.ledger.late-series", event.newInstances(), event.instances(), named + more);
    }

    private static String name(LateSeries series) {
        return Stream.of(series.modality(), series.number(), series.description())
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(" "));
    }

    private void recordArrival(StudyArrived event, Study study) {
        ledger.ofStudy(
                event.studyId(),
                LedgerStep.RECEIVED,
                event.firstByteAt(),
                study.callingAeTitle(),
                Phrase.of(
                        "workflow.ledger.received",
                        event.instances(),
                        mebibytes(event.bytes()),
                        event.firstByteAt(),
                        event.lastByteAt()));
        ledger.ofStudy(
                event.studyId(),
                LedgerStep.COMPLETE,
                event.completeAt(),
                Ledger.HUB,
                event.evidence().detail());
    }

    private void attach(Pending request, Study study, UUID caseId) {
        requests.attach(request.id(), caseId);
        ledger.ofCase(
                study.id(),
                caseId,
                LedgerStep.REQUESTED,
                request.askedAt(),
                request.doctor(),
                Phrase.of("workflow.ledger.requested-before." + request.priority()));
    }

    private void grow(UUID caseId, InstancesArrivedLate event) {
        cases.lock(caseId).ifPresent(filed -> {
            var read = filed.read();
            cases.grew(read, event.newInstances(), event.instances(), event.completeAt());
            if (filed.signedVersion().isPresent()) {
                ledger.ofCase(
                        read.studyId(),
                        caseId,
                        LedgerStep.ESCALATED,
                        event.completeAt(),
                        Ledger.HUB,
                        Phrase.of("workflow.ledger.images-after-signing", event.newInstances()));
            }
        });
    }

    private void tellChanged(UUID studyId) {
        cases.ofStudy(studyId).stream()
                .flatMap(id -> cases.find(id).stream())
                .forEach(read ->
                        events.publishEvent(new CaseChanged(read.id(), read.site(), read.state(), clock.instant())));
    }

    private static Opening.Question question(Pending request) {
        return new Opening.Question(
                java.util.Optional.of(request.priority()), request.clinicalQuestion(), request.history());
    }

    private static String mebibytes(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.1f", bytes / 1_048_576.0);
    }
}
