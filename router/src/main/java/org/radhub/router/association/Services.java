package org.radhub.router.association;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The services beside Verification and Storage, by the abstract syntaxes that they take. */
@Component
class Services {
    static final Services NONE = new Services(List.of());

    private final Map<String, Service> byAbstractSyntax;

    @Autowired
    Services(ObjectProvider<Service> services) {
        this(services.stream().toList());
    }

    private Services(List<Service> services) {
        var all = new HashMap<String, Service>();
        for (var service : services) {
            for (var uid : service.abstractSyntaxes()) {
                if (all.putIfAbsent(uid, service) != null) {
                    throw new IllegalStateException("two services take the abstract syntax " + uid);
                }
            }
        }
        byAbstractSyntax = Map.copyOf(all);
    }

    Optional<Service> of(String abstractSyntaxUid) {
        return Optional.ofNullable(byAbstractSyntax.get(abstractSyntaxUid));
    }

    boolean take(String abstractSyntaxUid) {
        return byAbstractSyntax.containsKey(abstractSyntaxUid);
    }
}
