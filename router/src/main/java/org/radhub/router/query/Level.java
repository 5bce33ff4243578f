package org.radhub.router.query;

/** The levels of the query/retrieve information models, from above (PS3.4 C.6). */
public enum Level {
    PATIENT(0x00100020),
    STUDY(0x0020000D),
    SERIES(0x0020000E),
    IMAGE(0x00080018);

    private final int uniqueKey;

    Level(int uniqueKey) {
        this.uniqueKey = uniqueKey;
    }

    /** Tag of the unique key attribute. */
    public int uniqueKey() {
        return uniqueKey;
    }
}
