package org.radhub.router.sending;

import org.radhub.registry.Phrase;
import org.radhub.router.NotSecure;
import org.radhub.router.Outcome;
import org.radhub.router.PeerFailed;
import org.radhub.router.SendingProblem.Kind;

/** What went wrong, for people. What peers and machines say of it stays in their words. */
final class Problems {
    private static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;
    private static final int NOT_AUTHORIZED = 0x0124;

    private Problems() {}

    static Phrase of(PeerFailed failure) {
        var key =
                switch (failure.reason()) {
                    case UNREACHABLE -> "router.sending.unreachable";
                    case REJECTED -> "router.sending.rejected";
                    case NOT_SECURE -> notSecure(failure);
                    case REFUSED -> "router.sending.refused-request";
                    case ABORTED -> "router.sending.aborted";
                    case TIMED_OUT -> "router.sending.timed-out";
                    case BROKEN -> "router.sending.broken";
                    case GIVEN_UP -> "router.sending.given-up";
                };
        return Phrase.of(key, failure.getMessage());
    }

    private static String notSecure(PeerFailed failure) {
        if (!(failure instanceof NotSecure insecure)) {
            return "router.sending.tls-failed";
        }
        return switch (insecure.flaw()) {
            case UNTRUSTED -> "router.sending.certificate-untrusted";
            case EXPIRED -> "router.sending.certificate-expired";
            case OTHER_NAME -> "router.sending.certificate-other-name";
            case OTHER_CERTIFICATE -> "router.sending.certificate-other";
            case OURS_REFUSED -> "router.sending.certificate-ours-refused";
            case FAILED -> "router.sending.tls-failed";
        };
    }

    /** Every instance was taken, but storage commitment could not be asked for. */
    static Phrase notAsked(PeerFailed failure) {
        return Phrase.of("router.sending.not-asked", failure.getMessage());
    }

    static Phrase of(Outcome outcome) {
        return switch (outcome.result()) {
            case KEPT -> throw new IllegalArgumentException("no problem: " + outcome);
            case KEPT_WITH_WARNING -> Phrase.of("router.sending.warning", status(outcome), outcome.comment());
            case REFUSED -> Phrase.of("router.sending.refused", status(outcome), outcome.comment());
            case NOT_NEGOTIATED ->
                Phrase.of(
                        outcome.status() == Outcome.DOES_NOT_MATCH
                                ? "router.sending.not-decompressed"
                                : "router.sending.not-negotiated",
                        outcome.comment());
            case NOT_READ -> Phrase.of("router.sending.not-read", outcome.comment());
        };
    }

    /** Whether the destination may say something else next time (PS3.4 B.2.3, PS3.18 I.2.2). */
    static Kind kind(Outcome outcome) {
        return switch (outcome.result()) {
            case KEPT -> throw new IllegalArgumentException("no problem: " + outcome);
            case KEPT_WITH_WARNING -> Kind.WARNING;
            case NOT_NEGOTIATED -> Kind.PERMANENT;
            case NOT_READ -> Kind.TEMPORARY;
            case REFUSED -> refusedForGood(outcome.status()) ? Kind.PERMANENT : Kind.TEMPORARY;
        };
    }

    /** A7xx: out of resources, which says nothing of the instance. */
    static boolean full(Outcome outcome) {
        return outcome.result() == Outcome.Result.REFUSED && outcome.status() >> 8 == 0xA7;
    }

    /** @param first what was wrong with the first of them, in the words of the peer */
    static Phrase notAll(int missing, int instances, String first) {
        return Phrase.of("router.sending.not-all", missing, instances, first);
    }

    static Phrase unexpected(RuntimeException e) {
        return Phrase.of("router.sending.unexpected", e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    private static boolean refusedForGood(int status) {
        var cannotUnderstand = status >> 12 == 0xC;
        var doesNotMatch = status >> 8 == 0xA9;
        return cannotUnderstand || doesNotMatch || status == SOP_CLASS_NOT_SUPPORTED || status == NOT_AUTHORIZED;
    }

    private static String status(Outcome outcome) {
        return "%04X".formatted(outcome.status());
    }
}
