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
    private final boolean storage;

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
        storage = true;
    }

    private Services(Map<String, Service> byAbstractSyntax, boolean storage) {
        this.byAbstractSyntax = byAbstractSyntax;
        this.storage = storage;
    }

    /** What there is for a destination that is not registered as a device: no storage, and of the others those that say so. */
    Services forDestinations() {
        var open = new HashMap<>(byAbstractSyntax);
        open.values().removeIf(service -> !service.isForDestinations());
        return new Services(Map.copyOf(open), false);
    }

    /** Whether instances are taken. */
    boolean takeInstances() {
        return storage;
    }

    Optional<Service> of(String abstractSyntaxUid) {
        return Optional.ofNullable(byAbstractSyntax.get(abstractSyntaxUid));
    }

    boolean take(String abstractSyntaxUid) {
        return byAbstractSyntax.containsKey(abstractSyntaxUid);
    }
}
