package org.radhub.router;

import java.io.IOException;
import java.io.InputStream;

/**
 * An instance to send.
 *
 * @param transferSyntaxUid of the data set; it is sent in no other
 * @param dataSet the data set without File Meta Information, exactly as it goes over the wire
 */
public record OutgoingInstance(String sopClassUid, String sopInstanceUid, String transferSyntaxUid, Content dataSet) {

    /** Opens the data set from its beginning, at each call anew. Whoever opened it closes it. */
    @FunctionalInterface
    public interface Content {
        InputStream open() throws IOException;
    }
}
