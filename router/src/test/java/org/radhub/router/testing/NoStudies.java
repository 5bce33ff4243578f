package org.radhub.router.testing;

import java.lang.reflect.Proxy;
import org.radhub.storage.Studies;

/** For tests without storage: whoever asks for a study has gone astray. */
public final class NoStudies {
    private NoStudies() {}

    public static Studies here() {
        return (Studies) Proxy.newProxyInstance(
                NoStudies.class.getClassLoader(), new Class<?>[] {Studies.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
