package org.radhub.app.api;

import java.security.Principal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.radhub.app.arrivals.Arrivals;
import org.radhub.app.devices.DeviceChanges;
import org.radhub.app.people.Viewer;
import org.radhub.registry.Device;
import org.radhub.router.DeviceTraffic;
import org.radhub.storage.SpoolHealth;
import org.radhub.storage.StoreHealth;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What comes in at the moment, and letting a device in that was turned away. */
@RestController
@RequestMapping("/api")
class ArrivalsController {
    /** That fit into one line of the trail whatever their length. */
    private static final int UIDS_PER_LINE = 14;

    private final Arrivals arrivals;
    private final DeviceChanges changes;
    private final Viewer viewer;
    private final CaseView view;

    ArrivalsController(Arrivals arrivals, DeviceChanges changes, Viewer viewer, CaseView view) {
        this.arrivals = arrivals;
        this.changes = changes;
        this.viewer = viewer;
        this.view = view;
    }

    record RefusalJson(OffsetDateTime at, String status, String comment) {}

    record SenderJson(
            String aeTitle,
            String site,
            int openAssociations,
            double instancesPerMinute,
            double bytesPerSecond,
            OffsetDateTime lastSeenAt,
            OffsetDateTime lastInstanceAt,
            long instances,
            long bytes,
            long refused,
            RefusalJson lastRefusal) {}

    /** @param studyInstanceUid null, as the patient is, for those who may not see whose it is */
    record ComingJson(
            String studyInstanceUid,
            String patientName,
            String patientId,
            String site,
            String device,
            List<String> modalities,
            int instances,
            Integer announced,
            int openAssociations,
            OffsetDateTime firstReceivedAt,
            OffsetDateTime lastReceivedAt,
            OffsetDateTime decidedAt,
            boolean late) {}

    record SpoolJson(
            long spoolBytes,
            long freeBytes,
            long unindexed,
            boolean indexing,
            long uploadsWaiting,
            String lastUploadError,
            OffsetDateTime lastUploadErrorAt,
            String storeProblem,
            OffsetDateTime storeProblemSince,
            String hindrance,
            long damagedPacks,
            long lostInstances) {}

    /** @param registeredFor code of the site that has a device of the calling AE title; null where none has */
    record TurnedJson(
            String callingAeTitle,
            String calledAeTitle,
            String address,
            String reason,
            long calls,
            OffsetDateTime lastAt,
            String registeredFor,
            boolean admittable,
            boolean admitted) {}

    /** @param spool null, as {@code refusedCalls} is, for those who do not run the hub */
    record ArrivalsJson(
            List<SenderJson> devices, List<ComingJson> studies, SpoolJson spool, List<TurnedJson> refusedCalls) {}

    /** @param site whose device it is; may be left out where it is registered, and has to be the site that it is registered for */
    record Admission(String aeTitle, String address, String site) {}

    @GetMapping("/arrivals")
    @PreAuthorize("hasAnyRole('ADMIN', 'COORDINATOR', 'DOCTOR')")
    ArrivalsJson arrivals(Principal who) {
        var seen = arrivals.seenBy(viewer.person(who));
        var shown = seen.studies().stream()
                .filter(Arrivals.Coming::identified)
                .map(one -> one.arriving().study().studyInstanceUid())
                .toList();
        for (var from = 0; from < shown.size(); from += UIDS_PER_LINE) {
            var part = shown.subList(from, Math.min(shown.size(), from + UIDS_PER_LINE));
            viewer.listed(who, "arrivals: " + String.join(" ", part));
        }
        return new ArrivalsJson(
                seen.senders().stream().map(this::sender).toList(),
                seen.studies().stream().map(this::coming).toList(),
                seen.spool().map(now -> spool(now, seen.storeProblem())).orElse(null),
                seen.refused()
                        .map(calls -> calls.stream().map(this::turned).toList())
                        .orElse(null));
    }

    @PostMapping("/refused-calls/admit")
    @PreAuthorize("hasRole('ADMIN')")
    Device admit(Principal who, @RequestBody Admission admission) {
        return changes.admit(
                who,
                Input.required("aeTitle", admission.aeTitle(), 16),
                Input.required("address", admission.address(), 64),
                Input.text("site", admission.site(), 16));
    }

    private SenderJson sender(Arrivals.Sender sender) {
        var device = sender.device();
        return sender.traffic()
                .map(now -> new SenderJson(
                        device.aeTitle(),
                        device.site(),
                        now.openAssociations(),
                        now.instancesPerMinute(),
                        now.bytesPerSecond(),
                        view.time(now.lastSeenAt()),
                        now.lastInstanceAt().map(view::time).orElse(null),
                        now.instances(),
                        now.bytes(),
                        now.refused(),
                        now.lastRefusal().map(this::refusal).orElse(null)))
                .orElseGet(() -> new SenderJson(device.aeTitle(), device.site(), 0, 0, 0, null, null, 0, 0, 0, null));
    }

    private RefusalJson refusal(DeviceTraffic.Refusal last) {
        return new RefusalJson(view.time(last.at()), last.status(), last.comment());
    }

    private ComingJson coming(Arrivals.Coming one) {
        var arriving = one.arriving();
        var study = arriving.study();
        return new ComingJson(
                one.identified() ? study.studyInstanceUid() : null,
                one.identified() ? study.patient().displayName() : null,
                one.identified() ? study.patient().id() : null,
                study.site(),
                study.callingAeTitle(),
                study.modalities(),
                study.instanceCount(),
                arriving.announced() > 0 ? arriving.announced() : null,
                arriving.openAssociations(),
                view.time(study.firstReceivedAt()),
                view.time(study.lastReceivedAt()),
                arriving.decidedAt().map(view::time).orElse(null),
                arriving.late());
    }

    private SpoolJson spool(SpoolHealth.Snapshot now, Optional<StoreHealth.Problem> storeProblem) {
        return new SpoolJson(
                now.spoolBytes(),
                now.freeBytes(),
                now.unindexed(),
                now.indexing(),
                now.uploadsWaiting(),
                now.lastUploadError().orElse(null),
                now.lastUploadErrorAt().map(view::time).orElse(null),
                storeProblem.map(StoreHealth.Problem::message).orElse(null),
                storeProblem.map(StoreHealth.Problem::since).map(view::time).orElse(null),
                now.hindrance().orElse(null),
                now.damagedPacks(),
                now.lostInstances());
    }

    private TurnedJson turned(Arrivals.Turned one) {
        var call = one.call();
        return new TurnedJson(
                call.callingAeTitle(),
                call.calledAeTitle(),
                call.address(),
                call.reason().key().replace("router.refused.", ""),
                call.calls(),
                view.time(call.lastAt()),
                one.known() ? one.site() : null,
                one.admittable(),
                one.admitted());
    }
}
