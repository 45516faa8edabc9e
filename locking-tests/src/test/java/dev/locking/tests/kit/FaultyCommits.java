package dev.locking.tests.kit;

import dev.locking.tests.databases.Database;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections whose next commit fails on request, of the thread that asked for it: the ledger's clean-up commits too, now
 * and then.
 */
final class FaultyCommits {

    enum Fault {
        INSTEAD_OF_COMMIT,
        AFTER_COMMIT
    }

    private @Nullable Fault next;
    private @Nullable SQLException failure;
    private @Nullable Thread of;

    void failNext(Fault fault, SQLException with) {
        next = fault;
        failure = with;
        of = Thread.currentThread();
    }

    DataSource of(Database database) {
        return proxy(DataSource.class, (method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return faulty(database.connect());
            }
            throw new UnsupportedOperationException(method.toString());
        });
    }

    private Connection faulty(Connection real) {
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("commit") && next != null && Thread.currentThread() == of) {
                commit(real);
                return null;
            }
            return method.invoke(real, arguments);
        });
    }

    private void commit(Connection real) throws SQLException {
        if (next == Fault.AFTER_COMMIT) {
            real.commit();
        } else {
            real.rollback();
        }
        next = null;
        if (failure != null) {
            throw failure;
        }
    }

    private interface Handler {

        @Nullable
        Object handle(Method method, Object @Nullable [] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Handler handler) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return handler.handle(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }
}
