package org.radhub.viewer.access;

import java.util.List;
import org.radhub.registry.StudyKey;

/**
 * What a valid token says. That the person may still see the studies is for whoever uses it to ask.
 *
 * @param studies that it opens, the one it was asked for in front
 * @param base the hub's address as the person's browser saw it when the token was issued
 * @param name the beginning of its digest: tells tokens apart in the trail, and opens nothing
 */
public record ViewingToken(String person, List<StudyKey> studies, String base, String name) {}
