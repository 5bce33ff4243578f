package org.radhub.router.association;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How many may be connected at once, in all and from one address. Where there is no room for a newcomer, the one that has been waiting
 * longest without having said who it is gives way: silent connections keep nobody out.
 */
final class Door {
    private final int most;
    private final int mostPerAddress;
    private final int mostAssociations;
    private final Set<Wire> strangers = new LinkedHashSet<>();
    private final Set<Wire> associated = new LinkedHashSet<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();

    Door(Settings limits) {
        this.most = limits.maxConnections();
        this.mostPerAddress = limits.maxConnectionsPerAddress();
        this.mostAssociations = limits.maxAssociations();
    }

    /** Lets the connection in, or closes it. */
    synchronized boolean admit(Wire newcomer) {
        var address = newcomer.address();
        var room = perAddress.getOrDefault(address, 0) < mostPerAddress || evict(Optional.of(address));
        if (room && strangers.size() + associated.size() >= most) {
            room = evict(Optional.empty());
        }
        if (!room) {
            newcomer.close();
            return false;
        }
        strangers.add(newcomer);
        perAddress.merge(address, 1, Integer::sum);
        return true;
    }

    /** The connection becomes an association, if there may be one more. */
    synchronized boolean associate(Wire wire) {
        if (associated.size() >= mostAssociations || !strangers.remove(wire)) {
            return false;
        }
        associated.add(wire);
        return true;
    }

    synchronized void left(Wire wire) {
        if (strangers.remove(wire) || associated.remove(wire)) {
            perAddress.computeIfPresent(wire.address(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized List<Wire> inside() {
        return Stream.concat(strangers.stream(), associated.stream()).toList();
    }

    private boolean evict(Optional<InetAddress> from) {
        var oldest = strangers.stream()
                .filter(wire -> from.isEmpty() || from.get().equals(wire.address()))
                .findFirst();
        oldest.ifPresent(wire -> {
            left(wire);
            wire.close();
        });
        return oldest.isPresent();
    }
}
