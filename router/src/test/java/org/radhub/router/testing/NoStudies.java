package org.radhub.router.testing;

import java.lang.reflect.Proxy;
import org.radhub.storage.Studies;

/** For tests without storage: whoever asks for a study has gone astray. */
public final class NoStudies {
    private NoStudies() {}

    public static Studies here() {
        return insteadOf(Studies.class);
    }

    /** Nothing of storage may be asked here. */
    public static <T> T insteadOf(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                NoStudies.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
    }
}
