package org.radhub.registry;

import java.util.Set;

/**
 * Somebody who signs in.
 *
 * @param id sign-in name, unique, lower case
 * @param site code of the site the person works at
 * @param credentials the skills that the person may read, as the skill table names them (CT, MR, DX, …); empty for non-readers
 * @param pace how much faster than the reference reader the person reads: 1.0 is the reference; above it is faster
 */
public record Person(
        String id, String name, String nameZh, String site, Set<Role> roles, Set<String> credentials, double pace) {

    public boolean is(Role role) {
        return roles.contains(role);
    }
}
