package org.radhub.storage.completeness;

import java.time.Instant;
import java.util.List;
import org.radhub.registry.Phrase;
import org.radhub.storage.Evidence;

/** Whether a study is complete. */
sealed interface Verdict {
    /** @param warnings what seems to be missing all the same */
    record Complete(Evidence evidence, List<Phrase> warnings) implements Verdict {}

    /** @param until when to look again, if nothing has changed before */
    record Wait(Instant until) implements Verdict {}
}
