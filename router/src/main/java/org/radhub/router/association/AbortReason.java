package org.radhub.router.association;

/** Source and reason of an A-ABORT (PS3.8 table 9-26). */
enum AbortReason {
    BY_USER(0, 0),
    NOT_SPECIFIED(2, 0),
    UNRECOGNIZED_PDU(2, 1),
    UNEXPECTED_PDU(2, 2),
    INVALID_PDU_PARAMETER_VALUE(2, 6);

    final int source;
    final int code;

    AbortReason(int source, int code) {
        this.source = source;
        this.code = code;
    }
}
