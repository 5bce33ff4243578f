package org.radhub.storage.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits for a condition with a limit. What is looked at may not be there at first: an exception is a no, like an assertion that fails. */
public final class Eventually {
    private Eventually() {}

    public static void eventually(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(assertion);
    }
}
