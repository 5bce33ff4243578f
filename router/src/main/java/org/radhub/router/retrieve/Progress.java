package org.radhub.router.retrieve;

import java.util.ArrayList;
import java.util.List;
import org.radhub.router.Outcome;
import org.radhub.router.association.Element;
import org.radhub.router.association.Reply;
import org.radhub.router.association.Status;
import org.radhub.storage.Attributes;

/** How the sub-operations of a retrieval go (PS3.4 C.4.2.1.5 to C.4.2.1.8). */
final class Progress {
    private static final int UNABLE_TO_PERFORM = 0xA702;
    private static final int COMPLETE_WITH_FAILURES = 0xB000;
    private static final int FAILED_SOP_INSTANCE_UID_LIST = 0x00080058;
    /** A value of an explicit UI has at most 65534 bytes. */
    private static final int MOST_FAILED_NAMED = 65_534 / 65;

    private final List<String> failedUids = new ArrayList<>();
    private final String transferSyntax;
    private int remaining;
    private int completed;
    private int failed;
    private int warning;
    private String firstFailure = "";

    /** @param transferSyntax of the responses */
    Progress(int instances, String transferSyntax) {
        this.remaining = instances;
        this.transferSyntax = transferSyntax;
    }

    void count(Outcome outcome) {
        switch (outcome.result()) {
            case KEPT -> completed++;
            case KEPT_WITH_WARNING -> warning++;
            case REFUSED, NOT_NEGOTIATED, NOT_READ -> failed(outcome.sopInstanceUid(), comment(outcome));
        }
        remaining--;
    }

    /** That one, and those after it, were not sent. */
    void missed(String sopInstanceUid, String why) {
        failed(sopInstanceUid, why);
        remaining--;
    }

    int done() {
        return completed + failed + warning;
    }

    Reply pending() {
        return counted(Status.PENDING).with(Element.NUMBER_OF_REMAINING_SUBOPERATIONS, remaining);
    }

    Reply cancelled() {
        return named(counted(Status.CANCEL).with(Element.NUMBER_OF_REMAINING_SUBOPERATIONS, remaining));
    }

    Reply ended() {
        if (failed == 0 && warning == 0) {
            return counted(Status.SUCCESS);
        }
        var code = completed + warning == 0 ? UNABLE_TO_PERFORM : COMPLETE_WITH_FAILURES;
        return named(counted(new Status(code, failed == 0 ? "" : failed + " failed: " + firstFailure)));
    }

    @Override
    public String toString() {
        return completed + " sent, " + warning + " sent with a warning, " + failed + " failed, " + remaining
                + " not tried" + (firstFailure.isEmpty() ? "" : "; first failure: " + firstFailure);
    }

    private void failed(String sopInstanceUid, String why) {
        failed++;
        if (firstFailure.isEmpty()) {
            firstFailure = why;
        }
        if (failedUids.size() < MOST_FAILED_NAMED) {
            failedUids.add(sopInstanceUid);
        }
    }

    private static String comment(Outcome outcome) {
        return switch (outcome.result()) {
            case NOT_NEGOTIATED ->
                outcome.status() == 0
                        ? "not accepted in the transfer syntax that is kept"
                        : "%04X ".formatted(outcome.status()) + printable(outcome.comment());
            case NOT_READ -> printable(outcome.comment());
            default -> "answered %04X ".formatted(outcome.status()) + printable(outcome.comment());
        };
    }

    /** What a peer says of itself goes into a log line. */
    private static String printable(String text) {
        return text.substring(0, Math.min(64, text.length())).replaceAll("[^ -~]", "?");
    }

    private Reply counted(Status status) {
        return Reply.of(status)
                .with(Element.NUMBER_OF_COMPLETED_SUBOPERATIONS, completed)
                .with(Element.NUMBER_OF_FAILED_SUBOPERATIONS, failed)
                .with(Element.NUMBER_OF_WARNING_SUBOPERATIONS, warning);
    }

    private Reply named(Reply reply) {
        return failedUids.isEmpty()
                ? reply
                : reply.with(Attributes.builder()
                        .put(FAILED_SOP_INSTANCE_UID_LIST, failedUids)
                        .build()
                        .encoded(transferSyntax, ""));
    }
}
