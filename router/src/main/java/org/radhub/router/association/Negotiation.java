package org.radhub.router.association;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was agreed when the association was opened.
 *
 * @param contexts in the order in which they were proposed, accepted or not
 * @param roles by abstract syntax, where the requestor asked for it
 */
record Negotiation(List<PresentationContext> contexts, Map<String, Role> roles) {
    static Negotiation answer(AssociateRequest request, Services services) {
        var contexts = request.contexts().stream()
                .map(proposed -> PresentationContext.answer(proposed, services))
                .toList();
        var roles = new LinkedHashMap<String, Role>();
        for (var context : contexts) {
            var asked = request.roles().get(context.abstractSyntaxUid());
            if (context.accepted() && asked != null) {
                roles.put(context.abstractSyntaxUid(), agreed(context.abstractSyntaxUid(), asked, services));
            }
        }
        return new Negotiation(GetContexts.answer(request.contexts(), contexts, roles), Map.copyOf(roles));
    }

    /** Whoever sends instances may also be sent some: that is how C-GET works. Other services say it of themselves. */
    private static Role agreed(String abstractSyntax, Role asked, Services services) {
        var both = services.of(abstractSyntax)
                .map(Service::isScuToo)
                .orElseGet(() -> !SopClasses.isVerification(abstractSyntax));
        return new Role(asked.scu(), asked.scp() && both);
    }

    Map<Integer, PresentationContext> accepted() {
        return contexts.stream()
                .filter(PresentationContext::accepted)
                .collect(Collectors.toUnmodifiableMap(PresentationContext::id, Function.identity()));
    }

    /** A context in which the peer provides the service, for this transfer syntax. */
    Optional<PresentationContext> asScu(String abstractSyntaxUid, String transferSyntaxUid) {
        return roles.getOrDefault(abstractSyntaxUid, Role.USUAL).scp()
                ? of(abstractSyntaxUid)
                        .filter(context -> context.transferSyntaxUid().equals(transferSyntaxUid))
                        .findFirst()
                : Optional.empty();
    }

    /** Any accepted context for this abstract syntax. */
    Optional<PresentationContext> any(String abstractSyntaxUid) {
        return of(abstractSyntaxUid).findFirst();
    }

    private Stream<PresentationContext> of(String abstractSyntaxUid) {
        return contexts.stream()
                .filter(context ->
                        context.accepted() && context.abstractSyntaxUid().equals(abstractSyntaxUid));
    }
}
