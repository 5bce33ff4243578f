package org.radhub.app.pages;

import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radhub.workflow.CaseState;
import org.radhub.workflow.Priority;

/**
 * A case as lists and banners show it, in one language.
 *
 * @param timeLeft until the deadline, or past it; empty once it is signed
 * @param site name of the hospital that sent it
 * @param reader name of the current reader; empty while it waits
 */
record CaseLine(
        UUID id,
        String studyInstanceUid,
        Priority priority,
        CaseState state,
        Optional<TimeLeft> timeLeft,
        String deadline,
        PatientLine patient,
        String accessionNumber,
        String modality,
        String bodyPart,
        String description,
        String studyDate,
        String siteCode,
        String site,
        int instances,
        int lateInstances,
        String arrived,
        String arrivedExactly,
        String readerId,
        String reader,
        String skill,
        String reason,
        boolean escalated) {

    /** @param urgency {@code LATE}, {@code SOON}: within a quarter of an hour, {@code CALM} */
    record TimeLeft(String span, Urgency urgency) {}

    enum Urgency {
        LATE,
        SOON,
        CALM
    }

    /** What was examined, in the words that the study brought; empty when it brought none. */
    public String exam() {
        return description.isBlank() ? bodyPart : description;
    }

    /** What else tells one examination from another. */
    public String examDetail() {
        return Stream.of(bodyPart.equalsIgnoreCase(exam()) ? "" : bodyPart, accessionNumber)
                .filter(word -> !word.isBlank())
                .collect(Collectors.joining(" · "));
    }

    public boolean isUnread() {
        return state.unread();
    }

    /** Whether there is a signed report. */
    public boolean isReported() {
        return !state.unread();
    }

    public boolean isLate() {
        return timeLeft.filter(left -> left.urgency() == Urgency.LATE).isPresent();
    }
}
