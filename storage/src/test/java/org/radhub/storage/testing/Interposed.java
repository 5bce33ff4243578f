package org.radhub.storage.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** A database whose answer to one question is held back until something else has happened, and that may be away. */
public final class Interposed {
    private final DataSource database;
    private final String question;
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>();
    private volatile boolean away;

    /** @param question a part of its text */
    public Interposed(DataSource database, String question) {
        this.database = database;
        this.question = question;
    }

    /** Happens once, when the database has answered and nobody has heard it yet. */
    public void next(Runnable happening) {
        meanwhile.set(happening);
    }

    /** From now on nobody reaches it, or everybody again. */
    public void setAway(boolean gone) {
        away = gone;
    }

    public DataSource database() {
        return proxy(DataSource.class, (method, arguments) -> {
            if (away && method.getName().equals("getConnection")) {
                throw new SQLTransientConnectionException("the database is away");
            }
            var result = invoke(database, method, arguments);
            return result instanceof Connection connection ? connection(connection) : result;
        });
    }

    private Connection connection(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            var result = invoke(connection, method, arguments);
            return result instanceof PreparedStatement statement
                            && arguments[0].toString().contains(question)
                    ? statement(statement)
                    : result;
        });
    }

    private PreparedStatement statement(PreparedStatement statement) {
        return proxy(PreparedStatement.class, (method, arguments) -> {
            var result = invoke(statement, method, arguments);
            if (method.getName().startsWith("execute")) {
                var happening = meanwhile.getAndSet(null);
                if (happening != null) {
                    happening.run();
                }
            }
            return result;
        });
    }

    private interface Call {
        Object with(Method method, Object[] arguments) throws Throwable;
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.with(method, arguments)));
    }
}
