package org.radhub.router.offer;

import java.util.Optional;
import org.radhub.router.Uncompressed;
import org.radhub.storage.Instance;
import org.radhub.storage.Studies;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Makes offers of instances; uncompressed ones where the application has codecs. */
@Component
public class Offers {
    private final Studies studies;
    private final Optional<Uncompressed> uncompressed;

    Offers(Studies studies, ObjectProvider<Uncompressed> uncompressed) {
        this.studies = studies;
        this.uncompressed = Optional.ofNullable(uncompressed.getIfAvailable());
    }

    /** @param recipient as of {@link Uncompressed} */
    public Offered of(Instance instance, String recipient) {
        return of(instance, recipient, () -> {});
    }

    /** @param leaving is run before the instance is opened to be sent */
    public Offered of(Instance instance, String recipient, Runnable leaving) {
        return new Offered(instance, recipient, studies, uncompressed, leaving);
    }
}
