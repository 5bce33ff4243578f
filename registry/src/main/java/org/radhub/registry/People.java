package org.radhub.registry;

import java.util.List;
import java.util.Optional;

/** The people of the region. */
public interface People {
    List<Person> all();

    Optional<Person> find(String id);

    /** All with the role READER. */
    List<Person> readers();

    /** Adds the person, or replaces the one of the same id; the password stays. */
    void put(Person person);

    /** Sets the password; only its hash is kept. */
    void setPassword(String id, String password);

    /** Whether this is the person's password; false also for an unknown or disabled person, in the same time. */
    boolean passwordMatches(String id, String password);

    /** The stored hash in the form Spring Security's delegating encoder reads, for sign-in. */
    Optional<String> passwordHash(String id);
}
