package org.radhub.registry;

import java.util.List;
import java.util.Optional;

/** The hospitals of the region. */
public interface Sites {
    List<Site> all();

    Optional<Site> find(String code);

    /** Adds the site, or replaces the one of the same code. */
    void put(Site site);
}
