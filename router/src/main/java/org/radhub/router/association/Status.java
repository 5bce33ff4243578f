package org.radhub.router.association;

import org.radhub.storage.NotKept;

/**
 * The status of a response (PS3.7 annex C, PS3.4 C.4 and GG.4.2).
 *
 * @param comment Error Comment (0000,0902) for the engineer at the other end; empty for none
 */
public record Status(int code, String comment) {
    public static final Status SUCCESS = new Status(0x0000, "");
    /** There is more to come. */
    public static final Status PENDING = new Status(0xFF00, "");
    /** There is more to come, and not all optional keys were supported (PS3.4 C.4.1.1.4). */
    public static final Status PENDING_WITH_WARNING = new Status(0xFF01, "");
    /** Ended by a C-CANCEL-RQ. */
    public static final Status CANCEL = new Status(0xFE00, "");

    static final int PROCESSING_FAILURE = 0x0110;
    private static final int SOP_CLASS_NOT_SUPPORTED = 0x0122;
    private static final int UNRECOGNIZED_OPERATION = 0x0211;
    private static final int OUT_OF_RESOURCES = 0xA700;
    private static final int DATA_SET_DOES_NOT_MATCH_SOP_CLASS = 0xA900;
    private static final int CANNOT_UNDERSTAND = 0xC000;
    /** The standard leaves Cxxx to whoever answers; unlike A7xx it does not ask to be sent again. */
    private static final int TOO_LARGE = 0xC001;

    static Status of(NotKept notKept) {
        var code =
                switch (notKept.reason()) {
                    case NO_ROOM -> OUT_OF_RESOURCES;
                    case MISMATCH -> DATA_SET_DOES_NOT_MATCH_SOP_CLASS;
                    case NOT_UNDERSTOOD -> CANNOT_UNDERSTAND;
                    case TOO_LARGE -> TOO_LARGE;
                    case FAILED -> PROCESSING_FAILURE;
                };
        return new Status(code, String.valueOf(notKept.getMessage()));
    }

    public static Status cannotUnderstand(String comment) {
        return new Status(CANNOT_UNDERSTAND, comment);
    }

    public static Status processingFailure(String comment) {
        return new Status(PROCESSING_FAILURE, comment);
    }

    static Status sopClassNotSupported(String comment) {
        return new Status(SOP_CLASS_NOT_SUPPORTED, comment);
    }

    public static Status unrecognizedOperation() {
        return new Status(UNRECOGNIZED_OPERATION, "This operation is not offered here");
    }

    /** A900: the identifier does not match the SOP class (PS3.4 C.4.1.1.4). */
    public static Status identifierDoesNotMatch(String comment) {
        return new Status(DATA_SET_DOES_NOT_MATCH_SOP_CLASS, comment);
    }

    /** A700: out of resources. */
    public static Status outOfResources(String comment) {
        return new Status(OUT_OF_RESOURCES, comment);
    }

    boolean isPending() {
        return (code & 0xFF00) == 0xFF00;
    }

    boolean isSuccess() {
        return code == SUCCESS.code;
    }
}
