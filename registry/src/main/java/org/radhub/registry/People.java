package org.radhub.registry;

import java.util.List;
import java.util.Optional;

/** The people of the region. */
public interface People {
    List<Person> all();

    Optional<Person> find(String id);

    /** All enabled people with the role READER. */
    List<Person> readers();

    /** Adds the person, or replaces the one of the same id; the password stays, and whether the person is enabled. */
    void put(Person person);

    /** Lets the person sign in and see (as everybody may at first), or no longer; nothing else about the person changes. */
    void setEnabled(String id, boolean enabled);

    /** Sets the password, 8 characters to 72 bytes of UTF-8 long; only its hash is kept. */
    void setPassword(String id, String password);

    /** Whether this is the person's password; false also for an unknown or disabled person, in the same time. */
    boolean passwordMatches(String id, String password);

    /** The stored hash in the form Spring Security's delegating encoder reads, for sign-in; empty for an unknown or disabled person. */
    Optional<String> passwordHash(String id);
}
