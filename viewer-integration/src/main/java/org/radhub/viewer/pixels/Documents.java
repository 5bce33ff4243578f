package org.radhub.viewer.pixels;

import java.io.IOException;
import java.util.Optional;
import org.aoju.bus.image.Tag;
import org.radhub.storage.Instance;
import org.radhub.viewer.frames.FrameReader;
import org.springframework.stereotype.Component;

/** The documents that instances of Encapsulated PDF Storage hold (PS3.3 A.45.1). */
@Component
public class Documents {
    private static final String ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1";

    private final FrameReader reader;

    Documents(FrameReader reader) {
        this.reader = reader;
    }

    /** The PDF, at most 32 MiB of it; empty if the instance is of another kind. */
    public Optional<byte[]> pdf(Instance instance) throws IOException {
        if (!instance.sopClassUid().equals(ENCAPSULATED_PDF)) {
            return Optional.empty();
        }
        var header = Header.read(instance, reader.layout(instance), reader);
        return Optional.ofNullable(header.getBytes(Tag.EncapsulatedDocument));
    }
}
