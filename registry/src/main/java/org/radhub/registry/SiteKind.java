package org.radhub.registry;

/** The level of a hospital in the region. */
public enum SiteKind {
    TERTIARY,
    COUNTY,
    TOWNSHIP
}
