package dev.locking.tests.proof;

import com.zaxxer.hikari.HikariDataSource;
import dev.locking.tests.proof.Fault.Place;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection that does to its transaction what {@link CallFaults} say. When it dies, the real one is closed, so that
 * the database really rolls back what is not committed, and every further statement fails.
 */
final class FaultyConnection {

    private final HikariDataSource pool;
    private final Connection real;
    private final String product;
    private final CallFaults faults;

    private boolean dead;

    private FaultyConnection(HikariDataSource pool, Connection real, String product, CallFaults faults) {
        this.pool = pool;
        this.real = real;
        this.product = product;
        this.faults = faults;
    }

    static Connection of(HikariDataSource pool, String product, CallFaults faults) throws SQLException {
        FaultyConnection connection = new FaultyConnection(pool, pool.getConnection(), product, faults);
        return Faults.proxy(Connection.class, connection::handle);
    }

    private @Nullable Object handle(Method method, Object @Nullable [] arguments)
            throws SQLException, ReflectiveOperationException {
        String name = method.getName();
        if (dead) {
            return afterDeath(name);
        }
        return switch (name) {
            case "commit" -> commit();
            case "rollback" -> failOr(Place.ROLLBACK, method, arguments);
            case "close" -> close();
            case "createStatement" -> statement(Statement.class, method, arguments);
            case "prepareStatement" -> statement(PreparedStatement.class, method, arguments);
            default -> method.invoke(real, arguments);
        };
    }

    /** Closing it is no error, as with real drivers. */
    private @Nullable Object afterDeath(String name) throws SQLException {
        return switch (name) {
            case "isClosed" -> true;
            case "isValid" -> false;
            case "toString" -> "dead";
            case "close" -> null;
            default -> throw new SQLException(Fault.INJECTED + "the connection is dead", "08006");
        };
    }

    private @Nullable Object commit() throws SQLException {
        Fault fault = faults.strike(Place.COMMIT).orElse(null);
        if (fault == null) {
            real.commit();
            return null;
        }
        switch (fault) {
            case LOST_AT_COMMIT_DONE -> real.commit();
            case LOST_AFTER_COMMIT -> {
                real.commit();
                die();
                return null;
            }
            default -> real.rollback();
        }
        throw failure(fault);
    }

    private @Nullable Object close() throws SQLException {
        Optional<Fault> fault = faults.strike(Place.CLOSE);
        real.close();
        if (fault.isPresent()) {
            throw fault.get().failure(product);
        }
        return null;
    }

    private Object statement(Class<? extends Statement> type, Method method, Object @Nullable [] arguments)
            throws ReflectiveOperationException {
        Object statement = method.invoke(real, arguments);
        if (!faults.isArmed(Place.STATEMENT) && !faults.isArmed(Place.BATCH)) {
            return statement;
        }
        return Faults.proxy(type, (call, with) -> execute(statement, call, with));
    }

    private @Nullable Object execute(Object statement, Method method, Object @Nullable [] arguments)
            throws SQLException, ReflectiveOperationException {
        boolean executes = method.getName().startsWith("execute");
        Optional<Fault> fault = executes ? faults.strikeStatement() : Optional.empty();
        if (fault.isPresent()) {
            throw failure(fault.get());
        }
        Object result = method.invoke(statement, arguments);
        if (result instanceof int[] counts && faults.strike(Fault.BATCH_COUNT_UNKNOWN)) {
            Arrays.fill(counts, Statement.SUCCESS_NO_INFO);
        }
        return result;
    }

    private @Nullable Object failOr(Place place, Method method, Object @Nullable [] arguments)
            throws SQLException, ReflectiveOperationException {
        Optional<Fault> fault = faults.strike(place);
        if (fault.isPresent()) {
            throw failure(fault.get());
        }
        return method.invoke(real, arguments);
    }

    private SQLException failure(Fault fault) {
        if (fault.endsConnection()) {
            die();
        }
        return fault.failure(product);
    }

    /** The pool closes the real connection at once, with whatever is open in it. */
    private void die() {
        dead = true;
        pool.evictConnection(real);
    }
}
