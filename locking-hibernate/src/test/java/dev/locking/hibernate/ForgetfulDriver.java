package dev.locking.hibernate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections whose batches answer what a test says, and that remember what was done with them. */
final class ForgetfulDriver {

    private final String url;
    private int @Nullable [] counts;
    private int isolation = Connection.TRANSACTION_READ_COMMITTED;
    private int connections;
    private int open;
    private int batches;
    private int commitsAfterABatch;

    ForgetfulDriver(String url) {
        this.url = url;
    }

    void answerBatchesWith(int... counts) {
        this.counts = counts;
    }

    void isolation(int level) {
        isolation = level;
    }

    int connections() {
        return connections;
    }

    int open() {
        return open;
    }

    int batches() {
        return batches;
    }

    int commitsAfterABatch() {
        return commitsAfterABatch;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                return connection();
            }
            throw new UnsupportedOperationException(method.toString());
        });
    }

    private Connection connection() throws SQLException {
        Connection real = DriverManager.getConnection(url);
        real.setTransactionIsolation(isolation);
        connections++;
        open++;
        return proxy(Connection.class, (method, arguments) -> {
            Object result = method.invoke(real, arguments);
            switch (method.getName()) {
                case "prepareStatement" -> result = statement((PreparedStatement) result);
                case "commit" -> commitsAfterABatch += batches;
                case "close" -> open--;
                default -> {}
            }
            return result;
        });
    }

    private PreparedStatement statement(PreparedStatement real) {
        return proxy(PreparedStatement.class, (method, arguments) -> {
            Object result = method.invoke(real, arguments);
            if (method.getName().equals("executeBatch")) {
                batches++;
                return counts == null ? result : counts;
            }
            return result;
        });
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
