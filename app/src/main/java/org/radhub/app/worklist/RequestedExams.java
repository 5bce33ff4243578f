package org.radhub.app.worklist;

import java.util.List;
import org.radhub.router.ExpectedExam;
import org.radhub.router.ExpectedExams;
import org.radhub.workflow.AwaitedStudies;
import org.radhub.workflow.AwaitedStudy;
import org.radhub.workflow.Priority;
import org.springframework.stereotype.Component;

/** The exams of the modality worklist are the studies that a read was asked for and that have not come. */
@Component
class RequestedExams implements ExpectedExams {
    private final AwaitedStudies awaited;

    RequestedExams(AwaitedStudies awaited) {
        this.awaited = awaited;
    }

    @Override
    public List<ExpectedExam> of(String site) {
        return awaited.of(site).stream().map(RequestedExams::exam).toList();
    }

    private static ExpectedExam exam(AwaitedStudy study) {
        return new ExpectedExam(
                study.request(),
                study.studyInstanceUid(),
                study.accessionNumber(),
                priority(study.priority()),
                study.clinicalQuestion(),
                study.exam().patient(),
                study.exam().modality(),
                study.exam().procedure(),
                study.exam().scheduledAt(),
                study.askedAt());
    }

    private static String priority(Priority priority) {
        return switch (priority) {
            case STAT -> "STAT";
            case URGENT -> "HIGH";
            case ROUTINE -> "ROUTINE";
        };
    }
}
