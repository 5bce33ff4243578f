package org.radhub.registry;

import java.util.Optional;

/**
 * A hospital.
 *
 * @param code short upper-case name, unique in the region, at most 16 characters
 * @param parent the county hospital that a township hospital belongs to
 */
public record Site(String code, String name, String nameZh, SiteKind kind, Optional<String> parent) {}
