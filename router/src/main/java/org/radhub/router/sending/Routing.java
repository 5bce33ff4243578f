package org.radhub.router.sending;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.radhub.router.Lane;
import org.radhub.storage.InstancesArrivedLate;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.radhub.storage.StudyArrived;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.stereotype.Component;

/** Queues what the rules say. What it hears may be told more than once; what is queued is queued once. */
@Component
class Routing {
    private final RuleBook rules;
    private final DestinationBook destinations;
    private final SendingList sendings;
    private final Studies studies;
    private final Lanes lanes;
    private final Undecided undecided;
    private final Clock clock;
    private final ZoneId zone;
    private final Duration patience;

    /** @param patience how long rules for a priority wait for somebody to say it; after that the study is a routine one */
    Routing(
            RuleBook rules,
            DestinationBook destinations,
            SendingList sendings,
            Studies studies,
            Lanes lanes,
            Undecided undecided,
            Clock clock,
            @Value("${radhub.zone:Asia/Shanghai}") ZoneId zone,
            @Value("${radhub.sending.priority-patience:PT10M}") Duration patience) {
        this.rules = rules;
        this.destinations = destinations;
        this.sendings = sendings;
        this.studies = studies;
        this.lanes = lanes;
        this.undecided = undecided;
        this.clock = clock;
        this.zone = zone;
        this.patience = patience;
    }

    @ApplicationModuleListener
    void on(StudyArrived event) {
        lanes.hold(event.studyId());
        var study = study(event.studyId());
        queue(study, event.instances(), judged(study, table(), event.completeAt()));
    }

    /** Where the study went before, there goes what came late, whatever the rules say by now. */
    @ApplicationModuleListener
    void on(InstancesArrivedLate event) {
        lanes.hold(event.studyId());
        var study = study(event.studyId());
        var table = table();
        var names = judged(study, table, event.completeAt());
        names.addAll(table.allowed(study, sendings.destinationsOf(study.id())));
        queue(study, event.instances(), names);
    }

    /** Rules for a priority wait until it is known: for its case, or until it is clear that none comes. */
    private Set<String> judged(Study study, RuleTable table, Instant completeAt) {
        var lane = lanes.find(study.id());
        if (lane.isEmpty() && table.asksForLanes()) {
            undecided.add(study.id(), clock.instant().plus(patience));
        }
        return table.destinationsOf(facts(study, table, completeAt), lane);
    }

    /** Within the caller's transaction. */
    void hasten(Study study, Supplier<Lane> known) {
        lanes.hold(study.id());
        var lane = known.get();
        if (!lanes.put(study.id(), lane)) {
            return;
        }
        sendings.changeLane(study.id(), lane);
        judgeAgain(study, lane);
    }

    /** Within the caller's transaction: one that has waited for a priority long enough. It is due again if it is not judged. */
    Optional<UUID> takeOverdue() {
        var now = clock.instant();
        var due = undecided.due(now);
        due.ifPresent(id -> undecided.postpone(id, now.plus(patience)));
        return due;
    }

    /** Within the caller's transaction: if still nobody says how urgent it is, it is a routine one. */
    void judgeAsRoutine(UUID studyId) {
        lanes.hold(studyId);
        studies.find(studyId)
                .ifPresentOrElse(
                        study -> judgeAgain(study, lanes.find(studyId).orElse(Lane.ROUTINE)),
                        () -> undecided.remove(studyId));
    }

    /** By all rules, as if the priority had been known when the study was complete. One that is arriving is judged when it is complete. */
    private void judgeAgain(Study study, Lane lane) {
        studies.completeAt(study.id()).ifPresent(completeAt -> {
            undecided.remove(study.id());
            var table = table();
            var more = table.destinationsOf(facts(study, table, completeAt), Optional.of(lane));
            sendings.destinationsOf(study.id()).forEach(more::remove);
            queue(study, study.instanceCount(), more);
        });
    }

    private Arrived facts(Study study, RuleTable table, Instant completeAt) {
        var bodyParts = table.asksForBodyParts()
                ? studies.seriesOf(study.id()).stream().map(Series::bodyPart)
                : Stream.<String>empty();
        return Arrived.of(study, bodyParts, completeAt.atZone(zone).toLocalTime());
    }

    private void queue(Study study, int instances, Collection<String> names) {
        var lane = lanes.find(study.id()).orElse(Lane.ROUTINE);
        for (var name : names) {
            sendings.add(UUID.randomUUID(), study, instances, name, lane, clock.instant());
        }
    }

    private RuleTable table() {
        return new RuleTable(rules.all(), destinations.all());
    }

    private Study study(UUID id) {
        return studies.find(id).orElseThrow(() -> new IllegalStateException("study " + id + " is not there"));
    }
}
