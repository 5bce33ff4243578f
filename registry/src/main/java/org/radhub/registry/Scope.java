package org.radhub.registry;

import java.util.Set;

/**
 * The studies that somebody may see: all, or those of some sites, plus single ones by grant.
 *
 * @param everything true: no limit, and the other parts are empty
 * @param sites codes of the sites whose studies are all visible
 * @param granted single studies visible beyond those
 */
public record Scope(boolean everything, Set<String> sites, Set<StudyKey> granted) {
    public static final Scope EVERYTHING = new Scope(true, Set.of(), Set.of());
    public static final Scope NOTHING = new Scope(false, Set.of(), Set.of());

    public static Scope ofSite(String site) {
        return new Scope(false, Set.of(site), Set.of());
    }

    public static Scope ofStudy(StudyKey study) {
        return new Scope(false, Set.of(), Set.of(study));
    }

    public boolean includes(StudyKey study) {
        return everything || sites.contains(study.site()) || granted.contains(study);
    }
}
