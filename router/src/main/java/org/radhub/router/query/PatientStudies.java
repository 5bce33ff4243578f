package org.radhub.router.query;

import java.util.ArrayList;
import java.util.List;
import org.radhub.registry.Scope;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;
import org.springframework.stereotype.Component;

/** All studies of the patients that an identifier of PATIENT level is about. */
@Component
public class PatientStudies {
    private final Studies studies;

    PatientStudies(Studies studies) {
        this.studies = studies;
    }

    /** @throws Rejected if there are more than this */
    public List<Study> of(Identifier identifier, Scope scope, int most) throws Rejected {
        var all = new ArrayList<Study>();
        var found = new StudyPages(studies, StudyKeys.of(identifier), scope);
        while (found.hasNext()) {
            if (all.size() == most) {
                throw Rejected.tooMany("More than " + most + " studies");
            }
            all.add(found.next());
        }
        return all;
    }
}
