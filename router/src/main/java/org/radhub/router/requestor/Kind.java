package org.radhub.router.requestor;

import org.radhub.router.OutgoingInstance;

/** A SOP class in a transfer syntax: what a presentation context is asked for. */
record Kind(String sopClassUid, String transferSyntaxUid) {
    private static final String IMPLICIT_VR_LITTLE_ENDIAN = "1.2.840.10008.1.2";

    static Kind of(OutgoingInstance instance) {
        return new Kind(instance.sopClassUid(), instance.transferSyntaxUid());
    }

    /** The SOP class in the transfer syntax that everybody speaks (PS3.5 10.1). */
    static Kind plain(String sopClassUid) {
        return new Kind(sopClassUid, IMPLICIT_VR_LITTLE_ENDIAN);
    }
}
