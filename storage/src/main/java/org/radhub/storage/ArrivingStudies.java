package org.radhub.storage;

import java.util.List;
import org.radhub.registry.Scope;

/** What is on its way. */
public interface ArrivingStudies {
    /** Studies that are not complete, those that something came for last first, at most limit. Nothing outside the scope is ever returned. */
    List<ArrivingStudy> within(Scope scope, int limit);
}
