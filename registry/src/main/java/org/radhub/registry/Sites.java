package org.radhub.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The hospitals of the region. */
public interface Sites {
    List<Site> all();

    Optional<Site> find(String code);

    /** Adds the site, or replaces the one of the same code. */
    void put(Site site);

    /** How many associations the site's devices may have open at once; empty: as many as the hub allows every site. */
    OptionalInt mostAssociations(String code);

    /** Those limits by the codes of the sites that have one. */
    Map<String, Integer> associationLimits();

    /** Sets that limit, 1 to 10,000; empty: none of its own. NOT_FOUND if there is no such site. */
    void limitAssociations(String code, OptionalInt most);
}
