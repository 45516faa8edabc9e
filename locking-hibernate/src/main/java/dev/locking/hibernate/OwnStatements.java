package dev.locking.hibernate;

import java.util.Locale;
import org.hibernate.SessionEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Notices statements with which a body changes rows past its entities (HQL, JPQL, native): those that its session sends while
 * nothing is flushed and no entity is inserted. Used by the attempt's thread.
 */
final class OwnStatements implements SessionEventListener {

    private static final long serialVersionUID = 1L;

    private int flushes;
    private boolean inserts;
    private boolean any;
    private @Nullable String last;

    boolean any() {
        return any;
    }

    /** An insert that has to be sent at once, for its key, or has been. */
    void inserts(boolean now) {
        inserts = now;
    }

    /** Some session of the thread is about to prepare it; whether it is this one, is said next. */
    void aboutToPrepare(String sql) {
        last = sql;
    }

    /** Of this session. */
    @Override
    public void jdbcPrepareStatementStart() {
        any |= flushes == 0 && !inserts && (last == null || !isQuery(last));
        last = null;
    }

    /** What begins otherwise, such as with a comment or a common table expression, may be anything. */
    private static boolean isQuery(String sql) {
        return sql.stripLeading().toLowerCase(Locale.ROOT).startsWith("select")
                || (sql.startsWith("/*") && isQuery(sql.substring(sql.indexOf("*/") + 2)));
    }

    @Override
    public void flushStart() {
        flushes++;
    }

    @Override
    public void flushEnd(int entities, int collections) {
        flushes--;
    }

    @Override
    public void partialFlushStart() {
        flushes++;
    }

    @Override
    public void partialFlushEnd(int entities, int collections) {
        flushes--;
    }
}
