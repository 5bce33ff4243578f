package org.radhub.workflow.cases;

import java.util.OptionalInt;
import org.radhub.workflow.ReadCase;

/**
 * A case with what the hub alone needs to know of it, its row locked.
 *
 * @param process id of its process instance
 * @param readMinutes that a reader of pace 1 takes
 * @param signedVersion number of the report version that was signed; empty: not signed yet
 */
public record Filed(ReadCase read, String process, int readMinutes, OptionalInt signedVersion) {}
