package org.radhub.storage.study;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** The first look through the spool since this process began: until it is over, the index may lack what a crash left there. */
@Component
public class FirstLook {
    private final CountDownLatch over = new CountDownLatch(1);

    public void end() {
        over.countDown();
    }

    public boolean hasEnded() {
        return over.getCount() == 0;
    }

    /** Waits for it so long at most; whether it has ended. */
    boolean hasEnded(Duration within) {
        try {
            return over.await(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return hasEnded();
        }
    }
}
