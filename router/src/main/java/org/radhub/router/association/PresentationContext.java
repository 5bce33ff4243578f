package org.radhub.router.association;

import java.util.List;

/**
 * What was agreed for one presentation context (PS3.8 9.3.3.2).
 *
 * @param transferSyntaxUid the one to use; when the context was not accepted, any, as the standard says that it is not significant
 */
record PresentationContext(int id, Result result, String abstractSyntaxUid, String transferSyntaxUid) {

    enum Result {
        ACCEPTANCE(0),
        ABSTRACT_SYNTAX_NOT_SUPPORTED(3),
        TRANSFER_SYNTAXES_NOT_SUPPORTED(4);

        final int code;

        Result(int code) {
            this.code = code;
        }
    }

    /** As proposed (PS3.8 9.3.2.2). */
    record Proposed(int id, String abstractSyntaxUid, List<String> transferSyntaxUids) {}

    boolean accepted() {
        return result == Result.ACCEPTANCE;
    }

    /**
     * Everything that can be stored is accepted in the first transfer syntax proposed for it: the hub keeps data sets as they are sent,
     * so that the sender's first choice is as good as any; where the hub is to send, {@link GetContexts} chooses anew. Other services read what they
     * are sent, and take what they can read.
     */
    static PresentationContext answer(Proposed proposed, Services services) {
        var abstractSyntax = proposed.abstractSyntaxUid();
        var offered = services.take(abstractSyntax);
        var stored = services.takeInstances() && SopClasses.isStorage(abstractSyntax);
        if (!offered && !SopClasses.isVerification(abstractSyntax) && !stored) {
            return refused(proposed, Result.ABSTRACT_SYNTAX_NOT_SUPPORTED);
        }
        return proposed.transferSyntaxUids().stream()
                .filter(offered ? SopClasses.LITTLE_ENDIAN::contains : SopClasses::isUid)
                .findFirst()
                .map(first -> new PresentationContext(proposed.id(), Result.ACCEPTANCE, abstractSyntax, first))
                .orElseGet(() -> refused(proposed, Result.TRANSFER_SYNTAXES_NOT_SUPPORTED));
    }

    private static PresentationContext refused(Proposed proposed, Result result) {
        return new PresentationContext(proposed.id(), result, "", SopClasses.IMPLICIT_VR_LITTLE_ENDIAN);
    }
}
