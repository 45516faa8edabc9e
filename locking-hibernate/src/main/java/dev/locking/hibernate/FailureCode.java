package dev.locking.hibernate;

import dev.locking.spi.Phase;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One row of failure-codes.csv: which errors of which database belong to which class.
 *
 * @param line where it is in the file
 * @param database whose errors
 * @param state the SQLState, see {@link StatePattern}; null if the row does not look at it
 * @param vendorCode the vendor's code, or null if the row does not look at it
 * @param atCommit whether the row holds for {@link Phase#COMMIT_SENT} only
 * @param failureClass what such an error is
 */
record FailureCode(
        int line,
        DatabaseProduct database,
        @Nullable StatePattern state,
        @Nullable Integer vendorCode,
        boolean atCommit,
        FailureClass failureClass) {

    /**
     * Of several rows that match an error, the first in this order counts:
     *
     * <ol>
     *   <li>a row of the database itself before one for any database;
     *   <li>a row that looks at something before one that takes any error ({@code *} without a vendor code);
     *   <li>a row for COMMIT before one for all phases;
     *   <li>SQLState and vendor code, before the SQLState only, before the vendor code only ({@code *} is no SQLState);
     *   <li>more characters of the SQLState before fewer ({@code 08007} before {@code 08xxx});
     *   <li>the row that is written first.
     * </ol>
     */
    static final Comparator<FailureCode> MOST_SPECIFIC_FIRST = Comparator.comparing(
                    (FailureCode row) -> row.database == DatabaseProduct.ANY)
            .thenComparing(row -> row.specificity() == 0)
            .thenComparing(row -> !row.atCommit)
            .thenComparing(FailureCode::specificity, Comparator.reverseOrder())
            .thenComparing(FailureCode::stateLength, Comparator.reverseOrder())
            .thenComparing(FailureCode::line);

    boolean isFor(DatabaseProduct product) {
        return database == product || database == DatabaseProduct.ANY;
    }

    boolean matches(@Nullable String sqlState, int code, Phase phase) {
        return (state != null || vendorCode != null)
                && (state == null || state.matches(sqlState))
                && (vendorCode == null || vendorCode == code)
                && (!atCommit || phase == Phase.COMMIT_SENT);
    }

    private int specificity() {
        return (stateLength() > 0 ? 2 : 0) + (vendorCode != null ? 1 : 0);
    }

    private int stateLength() {
        return state == null ? 0 : state.specificity();
    }
}
