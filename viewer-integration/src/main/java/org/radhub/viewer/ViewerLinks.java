package org.radhub.viewer;

import org.radhub.registry.Person;
import org.radhub.registry.StudyKey;

/** Links that open a study in a viewer, for one person, until they expire. */
public interface ViewerLinks {
    /**
     * @param weasis a {@code weasis://} link
     * @param viewer address of the bundled web viewer, relative to the hub
     */
    record Links(String weasis, String viewer) {}

    /**
     * Links for the study. NOT_ALLOWED if the person may not see it now; each later request checks again.
     *
     * @param base the hub's address as the person's browser sees it, without a slash at the end
     */
    Links open(Person person, StudyKey study, String base);
}
