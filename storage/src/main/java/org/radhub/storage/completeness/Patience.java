package org.radhub.storage.completeness;

import java.time.Duration;

/**
 * How long is waited, at least and at most; what lies between is learned from how devices send.
 *
 * @param settle after the last association closed
 * @param quiet where silence is all the evidence
 * @param doubt where something is known to be missing
 * @param exam for the end of an exam that a device said has begun
 */
record Patience(Span settle, Span quiet, Span doubt, Duration exam) {
    record Span(Duration least, Duration most) {
        /** At least the one, and then at most the other. */
        Duration bounded(Duration wanted) {
            var atLeast = wanted.compareTo(least) < 0 ? least : wanted;
            return atLeast.compareTo(most) > 0 && most.compareTo(least) >= 0 ? most : atLeast;
        }
    }

    /** A silence that is longer than this is somebody who came back to the study, and says nothing about the device. */
    Duration visit() {
        return quiet.most();
    }
}
