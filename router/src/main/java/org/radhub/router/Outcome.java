package org.radhub.router;

/**
 * What became of one instance.
 *
 * @param status of the C-STORE response (PS3.4 GG.4.2); 0 where there was no response
 * @param comment for an engineer: the peer's Error Comment (0000,0902), or what else was in the way; empty when all is well
 */
public record Outcome(String sopInstanceUid, Result result, int status, String comment) {

    /** PS3.4 tables B.2-1 and C.4-2: the data set is not what the peer takes. */
    public static final int DOES_NOT_MATCH = 0xA900;

    public enum Result {
        /** The peer answered with success. */
        KEPT,
        /** The peer answered with a warning: it has the instance, and changed or doubted something of it. */
        KEPT_WITH_WARNING,
        /** The peer answered with a failure. */
        REFUSED,
        /**
         * The peer takes no such SOP class, or not in this transfer syntax, and nothing was sent; or it does not take such a request at all
         * (HTTP 400, 413, 415 and the like). With status {@link #DOES_NOT_MATCH} it would take it uncompressed, and the hub cannot decompress it.
         */
        NOT_NEGOTIATED,
        /** The hub could not open its own copy; nothing was sent. */
        NOT_READ
    }

    /** The peer takes it in no form that the hub has. */
    public static Outcome impossible(String sopInstanceUid, Uncompressed.Impossible why) {
        return new Outcome(sopInstanceUid, Result.NOT_NEGOTIATED, DOES_NOT_MATCH, String.valueOf(why.getMessage()));
    }

    /**
     * What the peer's response means. PS3.7 annex C: 0000 is success; 0001, 0107, 0116 and Bxxx are warnings; what else ends a C-STORE
     * is a failure. Except 0111, which some peers say of an instance that they have already: so it is when a response was lost.
     */
    public static Outcome answered(String sopInstanceUid, int status, String comment) {
        var warning = status == 0x0001
                || status == 0x0107
                || status == 0x0111
                || status == 0x0116
                || (status & 0xF000) == 0xB000;
        var result = status == 0 ? Result.KEPT : warning ? Result.KEPT_WITH_WARNING : Result.REFUSED;
        return new Outcome(sopInstanceUid, result, status, comment);
    }

    /** Whether the peer has confirmed that it has the instance. */
    public boolean confirmed() {
        return result == Result.KEPT || result == Result.KEPT_WITH_WARNING;
    }
}
