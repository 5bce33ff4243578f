package org.radhub.router.association;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.radhub.registry.Phrase;
import org.radhub.router.traffic.TrafficBook;

/**
 * How many may be connected at once: in all, from one address, and as associations of one site, so that one hospital starves no other. Where there is no room for a newcomer, the one that has been waiting
 * longest without having said who it is gives way: silent connections keep nobody out. What destinations do is not counted as a device's.
 */
final class Door {
    private final int most;
    private final int mostPerAddress;
    private final int mostAssociations;
    private final Set<Wire> strangers = new LinkedHashSet<>();
    private final Map<Wire, Guest> associated = new LinkedHashMap<>();
    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private final Map<String, Integer> perSite = new HashMap<>();
    private final TrafficBook traffic;

    /** @param since System.nanoTime when it came in */
    record Guest(Wire wire, Gatekeeper.Welcome welcome, long since) {}

    Door(Settings limits, TrafficBook traffic) {
        this.most = limits.maxConnections();
        this.mostPerAddress = limits.maxConnectionsPerAddress();
        this.mostAssociations = limits.maxAssociations();
        this.traffic = traffic;
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

    /** The connection becomes an association, if there may be one more of its site, and in all. */
    synchronized boolean associate(Wire wire, Gatekeeper.Welcome welcome) {
        var device = welcome.device();
        if (perSite.getOrDefault(device.site(), 0) >= welcome.mostOfSite()) {
            var comment = "Its site has " + welcome.mostOfSite() + " associations open, as many as it may";
            return turnedAway(welcome, Phrase.of("router.refused.site-limit"), comment);
        }
        if (associated.size() >= mostAssociations) {
            var comment = "The hub has " + mostAssociations + " associations open, as many as it may";
            return turnedAway(welcome, Phrase.of("router.refused.hub-limit"), comment);
        }
        if (!strangers.remove(wire)) {
            return false;
        }
        associated.put(wire, new Guest(wire, welcome, System.nanoTime()));
        perSite.merge(device.site(), 1, Integer::sum);
        if (!welcome.isDestination()) {
            traffic.associated(device);
        }
        return true;
    }

    private boolean turnedAway(Gatekeeper.Welcome welcome, Phrase reason, String comment) {
        if (welcome.isDestination()) {
            traffic.rejected(reason);
        } else {
            traffic.turnedAway(welcome.device(), reason, comment);
        }
        return false;
    }

    synchronized void left(Wire wire) {
        var guest = associated.remove(wire);
        if (guest != null) {
            var welcome = guest.welcome();
            perSite.computeIfPresent(welcome.device().site(), (site, count) -> count == 1 ? null : count - 1);
            if (!welcome.isDestination()) {
                traffic.left(welcome.device());
            }
        }
        if (guest != null || strangers.remove(wire)) {
            perAddress.computeIfPresent(wire.address(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    synchronized List<Wire> inside() {
        return Stream.concat(strangers.stream(), associated.keySet().stream()).toList();
    }

    synchronized List<Guest> guests() {
        return List.copyOf(associated.values());
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
