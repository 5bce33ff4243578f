package org.radhub.router.association;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Presentation contexts by which the requestor wants to be sent instances (C-GET, PS3.4 C.5.3): those of an abstract syntax of which it takes the
 * role of SCP alone. What was accepted is what the hub has to be able to send, whatever the instances are kept in.
 */
final class GetContexts {
    /** What every instance can be turned into that can be turned into anything; the one that says more of itself first. */
    private static final List<String> READ_BY_ALL =
            List.of("1.2.840.10008.1.2.1", SopClasses.IMPLICIT_VR_LITTLE_ENDIAN);

    /** Video endoscopic, microscopic and photographic images: what is kept as a video can be sent as one alone. */
    private static final Set<String> VIDEOS = Set.of(
            "1.2.840.10008.5.1.4.1.1.77.1.1.1", "1.2.840.10008.5.1.4.1.1.77.1.2.1", "1.2.840.10008.5.1.4.1.1.77.1.4.1");

    private final List<PresentationContext.Proposed> proposed;
    private final List<PresentationContext> contexts;

    private GetContexts(List<PresentationContext.Proposed> proposed, List<PresentationContext> firsts) {
        this.proposed = proposed;
        this.contexts = new ArrayList<>(firsts);
    }

    /**
     * @param firsts what would be answered to a sender, in the order of the proposals
     * @param roles by abstract syntax, as agreed
     * @return what is answered, in the same order
     */
    static List<PresentationContext> answer(
            List<PresentationContext.Proposed> proposed, List<PresentationContext> firsts, Map<String, Role> roles) {
        var answer = new GetContexts(proposed, firsts);
        // Whoever wants to send in the same context as well is left its own first choice.
        roles.forEach((abstractSyntax, role) -> {
            if (role.scp() && !role.scu() && SopClasses.isStorage(abstractSyntax) && !VIDEOS.contains(abstractSyntax)) {
                answer.makeReadable(abstractSyntax);
            }
        });
        return List.copyOf(answer.contexts);
    }

    /**
     * One context that takes everything, as its first choice, is enough, so that others may keep what is compressed as it is. Where there is
     * none, the last that offers it becomes one: the first is what the requestor likes best.
     */
    private void makeReadable(String abstractSyntax) {
        var able = IntStream.range(0, contexts.size())
                .filter(i -> isOf(i, abstractSyntax) && readable(i).isPresent())
                .boxed()
                .toList();
        var already =
                able.stream().anyMatch(i -> READ_BY_ALL.contains(contexts.get(i).transferSyntaxUid()));
        if (!already && !able.isEmpty()) {
            choose(able.get(able.size() - 1));
        }
    }

    private boolean isOf(int i, String abstractSyntax) {
        return contexts.get(i).accepted() && contexts.get(i).abstractSyntaxUid().equals(abstractSyntax);
    }

    private Optional<String> readable(int i) {
        var offered = proposed.get(i).transferSyntaxUids();
        return READ_BY_ALL.stream().filter(offered::contains).findFirst();
    }

    private void choose(int i) {
        var first = contexts.get(i);
        contexts.set(
                i,
                new PresentationContext(
                        first.id(),
                        first.result(),
                        first.abstractSyntaxUid(),
                        readable(i).orElseThrow()));
    }
}
