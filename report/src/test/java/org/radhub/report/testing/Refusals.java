package org.radhub.report.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.radhub.registry.Refused;

/** Says that something is refused, and how. */
public final class Refusals {
    private Refusals() {}

    public static void refused(Refused.Kind kind, String key, ThrowingCallable call) {
        assertThatExceptionOfType(Refused.class).isThrownBy(call).satisfies(refused -> {
            assertThat(refused.phrase().key()).isEqualTo(key);
            assertThat(refused.kind()).isEqualTo(kind);
        });
    }
}
