package org.radhub.router.sending;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.radhub.router.testing.ScriptedPeer;

/** With a DICOM peer for each test, that does as it is told. */
abstract class PeerScene extends SendingScene {
    ScriptedPeer peer;

    PeerScene(String... settings) {
        super(settings);
    }

    @BeforeEach
    void listen() throws IOException {
        peer = new ScriptedPeer();
    }

    @AfterEach
    void hangUp() throws IOException {
        peer.close();
    }
}
