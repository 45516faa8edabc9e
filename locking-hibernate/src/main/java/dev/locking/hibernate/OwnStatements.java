package dev.locking.hibernate;

import java.util.Locale;
import org.hibernate.SessionEventListener;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.jspecify.annotations.Nullable;

/**
 * Notices statements with which a body changes rows past its entities (HQL, JPQL, native): those that are sent while nothing
 * is flushed and no entity is inserted. Used by the attempt's thread.
 */
final class OwnStatements implements SessionEventListener, StatementInspector {

    private static final long serialVersionUID = 1L;

    private final @Nullable StatementInspector ofApplication;
    private int flushes;
    private boolean inserts;
    private boolean any;

    /** @param ofApplication is asked first */
    OwnStatements(@Nullable StatementInspector ofApplication) {
        this.ofApplication = ofApplication;
    }

    boolean any() {
        return any;
    }

    /** An insert that has to be sent at once, for its key, or has been. */
    void inserts(boolean now) {
        inserts = now;
    }

    @Override
    public String inspect(String sql) {
        any |= flushes == 0 && !inserts && !isQuery(sql);
        String changed = ofApplication == null ? null : ofApplication.inspect(sql);
        return changed == null ? sql : changed;
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
