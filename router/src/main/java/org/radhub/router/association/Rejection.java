package org.radhub.router.association;

/** Result, source and reason of an A-ASSOCIATE-RJ (PS3.8 table 9-21). */
enum Rejection {
    APPLICATION_CONTEXT_NAME_NOT_SUPPORTED(1, 1, 2),
    CALLING_AE_TITLE_NOT_RECOGNIZED(1, 1, 3),
    CALLED_AE_TITLE_NOT_RECOGNIZED(1, 1, 7),
    PROTOCOL_VERSION_NOT_SUPPORTED(1, 2, 2),
    TEMPORARY_CONGESTION(2, 3, 1),
    LOCAL_LIMIT_EXCEEDED(2, 3, 2);

    final int result;
    final int source;
    final int reason;

    Rejection(int result, int source, int reason) {
        this.result = result;
        this.source = source;
        this.reason = reason;
    }
}
