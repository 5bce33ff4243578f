package org.radhub.app.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells that the database is away from all else that it may answer. */
public final class Missed {
    private Missed() {}

    /** Whether at the bottom of it no connection was to be had, or one broke. */
    public static boolean isMissed(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && isMissed(sql)) {
                return true;
            }
            // What went wrong first: a broken connection cannot roll back either, and says no more than that it is
            // closed.
            if (cause instanceof TransactionSystemException ending && isMissed(ending.getApplicationException())) {
                return true;
            }
        }
        return false;
    }

    /** By the SQLSTATE: class 08, connection exceptions; 57P, PostgreSQL is being stopped or started. */
    private static boolean isMissed(SQLException failure) {
        var state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException
                || state != null && (state.startsWith("08") || state.startsWith("57P"));
    }
}
