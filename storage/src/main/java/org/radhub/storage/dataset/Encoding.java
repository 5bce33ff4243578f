package org.radhub.storage.dataset;

import java.util.Set;

/** How a transfer syntax writes the elements of a data set (PS3.5 section 10 and annex A). */
enum Encoding {
    IMPLICIT_LITTLE_ENDIAN,
    EXPLICIT_LITTLE_ENDIAN,
    EXPLICIT_BIG_ENDIAN,
    DEFLATED;

    /** Implicit VR, and GE's private syntax that differs from it in the pixels alone. */
    private static final Set<String> IMPLICIT = Set.of("1.2.840.10008.1.2", "1.2.840.113619.5.2");

    /** Deflated Explicit VR Little Endian, and the JPIP syntaxes that deflate the data set too. */
    private static final Set<String> DEFLATE =
            Set.of("1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.95", "1.2.840.10008.1.2.4.205");

    /** Of a transfer syntax that is not known: explicit little endian, as all since 1993 are. */
    static Encoding of(String transferSyntaxUid) {
        if (IMPLICIT.contains(transferSyntaxUid)) {
            return IMPLICIT_LITTLE_ENDIAN;
        }
        if (transferSyntaxUid.equals("1.2.840.10008.1.2.2")) {
            return EXPLICIT_BIG_ENDIAN;
        }
        return DEFLATE.contains(transferSyntaxUid) ? DEFLATED : EXPLICIT_LITTLE_ENDIAN;
    }

    boolean explicit() {
        return this != IMPLICIT_LITTLE_ENDIAN;
    }

    boolean bigEndian() {
        return this == EXPLICIT_BIG_ENDIAN;
    }
}
