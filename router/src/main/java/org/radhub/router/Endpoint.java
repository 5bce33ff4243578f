package org.radhub.router;

import java.net.URI;
import java.util.Optional;

/** Where, and how, a destination takes studies. */
public sealed interface Endpoint {

    /**
     * By C-STORE: a PACS, a workstation, another hub.
     *
     * @param commitment whether to ask for storage commitment (PS3.4 annex J) where the peer offers it, and to call nothing sent before the
     *     peer has committed itself
     */
    record Dicom(Peer peer, boolean commitment) implements Endpoint {
        @Override
        public String toString() {
            return "DICOM " + peer;
        }
    }

    /**
     * By STOW-RS (PS3.18 10.5).
     *
     * @param service base of the service, without {@code /studies}
     * @param authorization value of the Authorization header; a secret
     */
    record DicomWeb(URI service, Optional<String> authorization) implements Endpoint {
        @Override
        public String toString() {
            return "DICOMweb " + service;
        }
    }
}
