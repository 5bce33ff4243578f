package org.radhub.storage.dataset;

import java.util.HashMap;
import java.util.Map;

/** Value representations (PS3.5 section 6.2), as far as reading needs to know them. */
enum Vr {
    AE(Kind.ASCII),
    AS(Kind.ASCII),
    AT(Kind.TAG),
    CS(Kind.ASCII),
    DA(Kind.ASCII),
    DS(Kind.DECIMAL),
    DT(Kind.ASCII),
    FD(Kind.FLOAT, 8),
    FL(Kind.FLOAT, 4),
    IS(Kind.INTEGER_STRING),
    LO(Kind.TEXT),
    LT(Kind.LONG_TEXT),
    OB(Kind.BYTES),
    OD(Kind.BYTES),
    OF(Kind.BYTES),
    OL(Kind.BYTES),
    OV(Kind.BYTES),
    OW(Kind.BYTES),
    PN(Kind.NAME),
    SH(Kind.TEXT),
    SL(Kind.SIGNED, 4),
    SQ(Kind.SEQUENCE),
    SS(Kind.SIGNED, 2),
    ST(Kind.LONG_TEXT),
    SV(Kind.SIGNED, 8),
    TM(Kind.ASCII),
    UC(Kind.TEXT),
    UI(Kind.ASCII),
    UL(Kind.UNSIGNED, 4),
    UN(Kind.BYTES),
    UR(Kind.ASCII_ONE),
    US(Kind.UNSIGNED, 2),
    UT(Kind.LONG_TEXT),
    UV(Kind.UNSIGNED, 8);

    enum Kind {
        ASCII,
        /** One value; backslash is a character like others. */
        ASCII_ONE,
        /** In the data set's character set. */
        TEXT,
        /** In the data set's character set; one value. */
        LONG_TEXT,
        NAME,
        DECIMAL,
        INTEGER_STRING,
        SIGNED,
        UNSIGNED,
        FLOAT,
        TAG,
        BYTES,
        SEQUENCE
    }

    private static final Map<Integer, Vr> BY_CODE = new HashMap<>();

    static {
        for (var vr : values()) {
            BY_CODE.put(vr.name().charAt(0) << 8 | vr.name().charAt(1), vr);
        }
    }

    private final Kind kind;
    private final int width;

    Vr(Kind kind) {
        this(kind, 0);
    }

    Vr(Kind kind, int width) {
        this.kind = kind;
        this.width = width;
    }

    Kind kind() {
        return kind;
    }

    /** Bytes of one binary number. */
    int width() {
        return width;
    }

    /** The one of these two characters, or null if they are none. */
    static Vr of(int code) {
        return BY_CODE.get(code);
    }

    /** Whether its explicit form has two reserved bytes and a length of four (PS3.5 7.1.2). */
    boolean hasLongLength() {
        return switch (this) {
            case OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV -> true;
            default -> false;
        };
    }

    /** Whether an undefined length means fragments rather than items. */
    boolean mayBeEncapsulated() {
        return this == OB || this == OW;
    }
}
