package org.radhub.storage.intake;

import java.sql.SQLException;
import java.util.Set;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/** Why the index did not take instances: for what they are, or because the database takes nothing. */
final class Refusal {
    /**
     * The classes of SQLSTATE that speak of what was to be written: cardinality violation, data exception, integrity constraint violation.
     * The others speak of the database, which is away, full, read-only or busy, or lacks a table or a right: it would refuse any instance.
     */
    private static final Set<String> OF_INSTANCES = Set.of("21", "22", "23");

    private static final int CLASS_LENGTH = 2;

    private Refusal() {}

    /** Whether another instance may well be taken. */
    static boolean isOfInstances(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException said) {
                return isOfInstances(said.getSQLState());
            }
        }
        // What never came to the database failed on what the instance says.
        return !(failure instanceof TransactionException
                || failure instanceof TransientDataAccessException
                || failure instanceof DataAccessResourceFailureException);
    }

    private static boolean isOfInstances(String sqlState) {
        return sqlState != null
                && sqlState.length() > CLASS_LENGTH
                && OF_INSTANCES.contains(sqlState.substring(0, CLASS_LENGTH));
    }
}
