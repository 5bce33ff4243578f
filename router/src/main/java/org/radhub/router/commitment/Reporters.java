package org.radhub.router.commitment;

import org.radhub.registry.Devices;
import org.radhub.router.CommitmentReports.Reporter;
import org.radhub.router.Peer;
import org.radhub.router.association.Caller;
import org.springframework.stereotype.Component;

/**
 * For whom a caller may report. Many an archive reports under another title, or from another address, than it is asked at. That is no matter
 * within one hospital; and where the registry does not say which hospital the archive belongs to, only who calls from where it is called counts.
 */
@Component
class Reporters {
    private final Devices devices;

    Reporters(Devices devices) {
        this.devices = devices;
    }

    Reporter of(Caller caller) {
        return new Calling(caller);
    }

    private final class Calling implements Reporter {
        private final Caller caller;

        Calling(Caller caller) {
            this.caller = caller;
        }

        @Override
        public boolean speaksFor(Peer asked) {
            if (caller.isDestination()) {
                return asked.calledAeTitle().equals(caller.device().aeTitle()) && asked.isAt(caller.address());
            }
            return devices.find(asked.calledAeTitle())
                    .map(registered -> registered.site().equals(caller.device().site()))
                    .orElseGet(() -> asked.isAt(caller.address()));
        }

        @Override
        public String toString() {
            return caller.toString();
        }
    }
}
