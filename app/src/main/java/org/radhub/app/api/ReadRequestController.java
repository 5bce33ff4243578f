package org.radhub.app.api;

import java.security.Principal;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.radhub.app.people.Viewer;
import org.radhub.registry.Phrase;
import org.radhub.registry.Refused;
import org.radhub.storage.Patient;
import org.radhub.workflow.PlannedExam;
import org.radhub.workflow.Priority;
import org.radhub.workflow.ReadRequest;
import org.radhub.workflow.ReadRequests;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Asking for a read. */
@RestController
class ReadRequestController {
    private static final int LONGEST = 4000;
    private static final int LONGEST_LINE = 200;
    private static final int LONGEST_NAME = 400;

    private final Viewer viewer;
    private final ReadRequests requests;
    private final CaseView view;

    ReadRequestController(Viewer viewer, ReadRequests requests, CaseView view) {
        this.viewer = viewer;
        this.requests = requests;
        this.view = view;
    }

    record Body(
            String studyInstanceUid,
            String accessionNumber,
            String priority,
            String clinicalQuestion,
            String history,
            String patientId,
            String patientName,
            String patientBirthDate,
            String patientSex,
            String modality,
            String procedure,
            String scheduledAt) {

        PlannedExam exam() {
            var born = Input.date("patientBirthDate", patientBirthDate);
            return new PlannedExam(
                    new Patient(
                            Input.text("patientId", patientId, LONGEST_LINE),
                            "",
                            Input.text("patientName", patientName, LONGEST_NAME),
                            born.map(DateTimeFormatter.BASIC_ISO_DATE::format).orElse(""),
                            Input.text("patientSex", patientSex, LONGEST_LINE)),
                    Input.text("modality", modality, LONGEST_LINE),
                    Input.text("procedure", procedure, LONGEST_LINE),
                    Input.time("scheduledAt", scheduledAt));
        }
    }

    /**
     * Answers 201 with the case, or 202 when the study has not arrived yet. Of an exam that is still to be made it may say more, for the modality
     * worklist: the patient (name as in DICOM, {@code ZHANG^WEI=张^伟}; birth date as yyyy-MM-dd; sex M, F or O), modality, procedure, and the time
     * that it is planned for (ISO 8601 with offset).
     */
    @PostMapping("/api/read-requests")
    @PreAuthorize("hasRole('DOCTOR')")
    ResponseEntity<CaseJson> ask(Principal who, Locale locale, @RequestBody Body body) {
        var study = given(Input.text("studyInstanceUid", body.studyInstanceUid(), 64));
        var accession = given(Input.text("accessionNumber", body.accessionNumber(), 64));
        if (study.isEmpty() && accession.isEmpty()) {
            throw new Refused(Refused.Kind.INVALID, Phrase.of("app.request.study"));
        }
        var priority = given(body.priority())
                .map(text -> Input.word(Priority.class, text))
                .orElse(Priority.ROUTINE);
        var asked = requests.ask(
                viewer.person(who),
                new ReadRequest(
                        study,
                        accession,
                        priority,
                        Input.text("clinicalQuestion", body.clinicalQuestion(), LONGEST),
                        Input.text("history", body.history(), LONGEST),
                        body.exam()));
        return asked.map(found -> ResponseEntity.status(HttpStatus.CREATED).body(view.line(found, locale)))
                .orElseGet(() -> ResponseEntity.accepted().build());
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(stripped -> !stripped.isEmpty());
    }
}
