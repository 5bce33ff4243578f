package org.radhub.router.sending;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.UUID;
import org.radhub.router.Lane;
import org.radhub.storage.InstancesArrivedLate;
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
    private final Clock clock;
    private final ZoneId zone;

    Routing(
            RuleBook rules,
            DestinationBook destinations,
            SendingList sendings,
            Studies studies,
            Lanes lanes,
            Clock clock,
            @Value("${radhub.zone:Asia/Shanghai}") ZoneId zone) {
        this.rules = rules;
        this.destinations = destinations;
        this.sendings = sendings;
        this.studies = studies;
        this.lanes = lanes;
        this.clock = clock;
        this.zone = zone;
    }

    @ApplicationModuleListener
    void on(StudyArrived event) {
        var study = study(event.studyId());
        var lane = lanes.of(study.id());
        queue(study, event.instances(), lane, table().destinationsOf(study, lane, timeOf(event.completeAt())));
    }

    /** Where the study went before, there goes what came late, whatever the rules say by now. */
    @ApplicationModuleListener
    void on(InstancesArrivedLate event) {
        var study = study(event.studyId());
        var lane = lanes.of(study.id());
        var table = table();
        var names = table.destinationsOf(study, lane, timeOf(event.completeAt()));
        names.addAll(table.allowed(study, sendings.destinationsOf(study.id())));
        queue(study, event.instances(), lane, names);
    }

    /** Within the caller's transaction. */
    void hasten(Study study, Lane lane) {
        if (!lanes.put(study.id(), lane)) {
            return;
        }
        sendings.changeLane(study.id(), lane);
        if (study.complete()) {
            var more = table().destinationsOf(study, lane, timeOf(clock.instant()));
            sendings.destinationsOf(study.id()).forEach(more::remove);
            queue(study, study.instanceCount(), lane, more);
        }
    }

    private void queue(Study study, int instances, Lane lane, Collection<String> names) {
        for (var name : names) {
            sendings.add(UUID.randomUUID(), study, instances, name, lane, clock.instant());
        }
    }

    private RuleTable table() {
        return new RuleTable(rules.all(), destinations.all());
    }

    private LocalTime timeOf(Instant at) {
        return at.atZone(zone).toLocalTime();
    }

    private Study study(UUID id) {
        return studies.find(id).orElseThrow(() -> new IllegalStateException("study " + id + " is not there"));
    }
}
