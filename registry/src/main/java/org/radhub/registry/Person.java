package org.radhub.registry;

import java.util.Set;

/**
 * Somebody who signs in.
 *
 * @param id sign-in name, unique, lower case
 * @param site code of the site the person works at
 * @param credentials the skills that the person may read, as the skill table names them (CT, MR, DX, …); empty for non-readers
 * @param pace how much faster than the reference reader the person reads: 1.0 is the reference; above it is faster
 * @param enabled whether the person may sign in and see; of somebody known, {@link People#setEnabled} alone changes it
 */
public record Person(
        String id,
        String name,
        String nameZh,
        String site,
        Set<Role> roles,
        Set<String> credentials,
        double pace,
        boolean enabled) {

    /** Somebody who may sign in, as everybody may at first. */
    public Person(
            String id, String name, String nameZh, String site, Set<Role> roles, Set<String> credentials, double pace) {
        this(id, name, nameZh, site, roles, credentials, pace, true);
    }

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
