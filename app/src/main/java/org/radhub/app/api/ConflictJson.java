package org.radhub.app.api;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.radhub.app.conflicts.ConflictDesk;
import org.radhub.app.language.Phrases;
import org.radhub.storage.Conflict;
import org.radhub.storage.InstanceHeader;
import org.radhub.storage.Patient;
import org.springframework.stereotype.Component;

/**
 * A conflict. Null is what is not known, and to those who may not see whose it is, all that leads to the patient.
 *
 * @param sopClassUid of the one aside, as is {@code device}
 * @param lost whether the one aside cannot be read any more
 */
record ConflictJson(
        String id,
        String site,
        String sopInstanceUid,
        String sopClassUid,
        String device,
        OffsetDateTime receivedAt,
        List<String> differences,
        boolean lost,
        SideJson kept,
        SideJson aside,
        DecisionJson decision) {

    /**
     * @param instanceId of the one that holds the UID, as the hub knows it
     * @param header what the file says; null in lists, and where it is not to be had
     * @param unreadable why that is so
     */
    record SideJson(
            String instanceId,
            String studyInstanceUid,
            String seriesInstanceUid,
            String patientId,
            String patientName,
            OffsetDateTime receivedAt,
            long bytes,
            HeaderJson header,
            String unreadable) {}

    record HeaderJson(
            String device,
            String sopClassUid,
            String transferSyntaxUid,
            String patientId,
            String patientName,
            String birthDate,
            String sex,
            String accessionNumber,
            String studyDate,
            String studyTime,
            String modality,
            String seriesNumber,
            String seriesDescription,
            String instanceNumber,
            int rows,
            int columns,
            int frames) {}

    record DecisionJson(OffsetDateTime at, String by, String note) {}

    /** Shows conflicts as JSON. */
    @Component
    static class View {
        private final CaseView times;
        private final Phrases phrases;

        View(CaseView times, Phrases phrases) {
            this.times = times;
            this.phrases = phrases;
        }

        ConflictJson line(ConflictDesk.Seen seen) {
            var conflict = seen.conflict();
            return seen.identified()
                    ? show(
                            conflict,
                            side(conflict.kept(), Optional.empty(), null),
                            side(conflict.aside(), Optional.empty(), null))
                    : withoutPatient(conflict);
        }

        ConflictJson whole(Conflict conflict, ConflictDesk.Portrait kept, ConflictDesk.Portrait aside, Locale locale) {
            return show(conflict, side(kept, locale), side(aside, locale));
        }

        private ConflictJson show(Conflict conflict, SideJson kept, SideJson aside) {
            return new ConflictJson(
                    conflict.id().toString(),
                    conflict.kept().study().site(),
                    conflict.sopInstanceUid(),
                    known(conflict.aside().instance().sopClassUid()),
                    known(conflict.callingAeTitle()),
                    times.time(conflict.aside().instance().receivedAt()),
                    differences(conflict),
                    conflict.lost(),
                    kept,
                    aside,
                    conflict.decision()
                            .map(made -> new DecisionJson(times.time(made.at()), made.by(), made.note()))
                            .orElse(null));
        }

        /** Not even the note: whoever wrote it may have named somebody. */
        private ConflictJson withoutPatient(Conflict conflict) {
            return new ConflictJson(
                    conflict.id().toString(),
                    conflict.kept().study().site(),
                    null,
                    known(conflict.aside().instance().sopClassUid()),
                    known(conflict.callingAeTitle()),
                    times.time(conflict.aside().instance().receivedAt()),
                    differences(conflict),
                    conflict.lost(),
                    null,
                    null,
                    conflict.decision()
                            .map(made -> new DecisionJson(times.time(made.at()), made.by(), null))
                            .orElse(null));
        }

        private static List<String> differences(Conflict conflict) {
            return conflict.differences().stream().sorted().map(CaseView::word).toList();
        }

        private SideJson side(ConflictDesk.Portrait portrait, Locale locale) {
            return side(
                    portrait.side(),
                    portrait.header(),
                    portrait.unreadable().map(why -> phrases.say(why, locale)).orElse(null));
        }

        private SideJson side(Conflict.Side side, Optional<InstanceHeader> header, String unreadable) {
            var patient = header.map(InstanceHeader::patient).orElse(side.patient());
            return new SideJson(
                    side.instance().id().toString(),
                    side.study().studyInstanceUid(),
                    side.seriesInstanceUid(),
                    known(patient.id()),
                    known(patient.displayName()),
                    times.time(side.instance().receivedAt()),
                    side.instance().bytes(),
                    header.map(said -> header(said, patient)).orElse(null),
                    unreadable);
        }

        private static HeaderJson header(InstanceHeader said, Patient patient) {
            return new HeaderJson(
                    said.callingAeTitle(),
                    said.sopClassUid(),
                    said.transferSyntaxUid(),
                    patient.id(),
                    patient.displayName(),
                    patient.birthDate(),
                    patient.sex(),
                    said.accessionNumber(),
                    said.studyDate(),
                    said.studyTime(),
                    said.modality(),
                    said.seriesNumber(),
                    said.seriesDescription(),
                    said.instanceNumber(),
                    said.rows(),
                    said.columns(),
                    said.frames());
        }

        private static String known(String text) {
            return text.isEmpty() ? null : text;
        }
    }
}
