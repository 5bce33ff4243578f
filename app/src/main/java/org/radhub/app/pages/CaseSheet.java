package org.radhub.app.pages;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radhub.app.process.Diagram;
import org.radhub.report.DeliveryState;
import org.radhub.report.Draft;
import org.radhub.report.ReportKind;
import org.radhub.workflow.LedgerStep;

/**
 * All that a case's page shows to one person.
 *
 * @param draft for the reader who is writing; empty for everybody else
 * @param inForce the versions of the report that hold: the final one and its addenda, or else the preliminary one
 * @param earlier versions that those replaced
 * @param warnings what came late, and what looked wrong in the study when it was read
 */
record CaseSheet(
        CaseLine line,
        String clinicalQuestion,
        String history,
        Rights may,
        Optional<Draft> draft,
        String draftSavedAt,
        List<StartingText> startingTexts,
        List<Version> inForce,
        List<Version> earlier,
        List<Delivered> deliveries,
        List<Step> ledger,
        List<SeriesLine> series,
        List<Notice> warnings,
        Diagram diagram) {

    /**
     * What this person may do here now; the modules check again.
     *
     * @param look images
     * @param open take the case up
     * @param write it is open, and this person's
     */
    record Rights(boolean look, boolean open, boolean write, boolean addendum, boolean reassign, boolean ask) {}

    /** @param link to where more is to be seen of it */
    record Notice(String text, Optional<String> link) {}

    /** A text that the writer may start from. */
    record StartingText(String title, String findings, String impression) {}

    record Version(
            int number,
            ReportKind kind,
            String author,
            String at,
            String findings,
            String impression,
            boolean critical) {}

    record Delivered(
            UUID id,
            String site,
            String road,
            int version,
            DeliveryState state,
            String at,
            String error,
            boolean mayAcknowledge,
            boolean mayReplay) {}

    record Step(LedgerStep step, String at, String exactly, String actor, String detail) {}

    record SeriesLine(String uid, String number, String modality, String description, int instances) {}

    public boolean isReported() {
        return !inForce.isEmpty();
    }

    public boolean isCritical() {
        return inForce.stream().anyMatch(Version::critical);
    }

    /** The newest version that this person's hospital has and has not acknowledged; acknowledging it holds for the earlier ones too. */
    public Optional<Delivered> toAcknowledge() {
        return deliveries.stream().filter(Delivered::mayAcknowledge).max(Comparator.comparing(Delivered::version));
    }
}
