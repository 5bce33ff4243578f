package org.radhub.router;

import java.util.List;

/** Where the modality worklist takes its exams from: whoever wires the hub provides it. */
public interface ExpectedExams {
    /** What is expected at this site, and at no other, in the order in which it was asked for. */
    List<ExpectedExam> of(String site);
}
