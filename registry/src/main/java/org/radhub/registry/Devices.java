package org.radhub.registry;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The devices that the hub knows, and the only ones that it listens to. */
public interface Devices {
    List<Device> all();

    Optional<Device> find(String aeTitle);

    /** The enabled device of this AE title, if it may call from this address. */
    Optional<Device> calling(String aeTitle, InetAddress from);

    /**
     * Adds the device, or replaces the one of the same AE title. Fingerprints may be given as programs print them, in capitals and with
     * colons. CONFLICT if another site has a device of this AE title.
     */
    void put(Device device);

    /**
     * Likewise, for who knows that the device belongs to another site so far, and wants it to belong to this one. CONFLICT if it belongs to
     * neither.
     *
     * @param from code of the other site
     */
    void put(Device device, String from);

    /** Where the hub can call the device; empty if nobody has said so. */
    Optional<NetworkAddress> calledAt(String aeTitle);

    /** The same for all that somebody has said it of, by AE title. */
    Map<String, NetworkAddress> calledAt();

    /** Says where, and whether over TLS, the hub can call the device, or that it cannot. NOT_FOUND if there is no such device. */
    void callAt(String aeTitle, Optional<NetworkAddress> address);

    /**
     * Lets an AE title call from this address: a new device of the site, or a registered one, which stays as it is otherwise. CONFLICT if it
     * is registered and switched off, since somebody decided that, or if it is registered for another site.
     *
     * @param address IP address that it called from
     * @param site whose it is; empty: of the site that it is registered for
     */
    Device admit(String aeTitle, String address, String site);
}
