package org.radhub.workflow;

import java.util.List;

/** What doctors wait for. */
public interface AwaitedStudies {
    /** Of this site, in the order in which they were asked for. */
    List<AwaitedStudy> of(String site);
}
