package org.radhub.storage;

/** How far an exam is, in the words of the device that makes it: evidence towards completeness. */
public interface ExamProgress {
    /** May be told more than once, and joins the caller's transaction. */
    void told(PerformedStep step);
}
