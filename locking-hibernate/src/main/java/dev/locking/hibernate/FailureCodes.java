package dev.locking.hibernate;

import dev.locking.spi.Phase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The table failure-codes.csv, which is beside this class: what errors of databases are, with sources.
 *
 * <p>Columns: {@code database}, {@code sqlstate}, {@code vendor_code}, {@code class}, {@code safe_to_retry},
 * {@code source}. The last two are for readers: {@link DecisionTable} goes by the class. A state or a code that is empty
 * is not looked at; a row without both matches nothing. {@code @COMMIT} after a state means that the row holds for
 * {@link Phase#COMMIT_SENT} only. Which row counts where several match says {@link FailureCode#MOST_SPECIFIC_FIRST}.
 */
final class FailureCodes {

    private static final String FILE = "failure-codes.csv";

    private static final List<String> HEADER =
            List.of("database", "sqlstate", "vendor_code", "class", "safe_to_retry", "source");

    private static final String AT_COMMIT = "@COMMIT";

    /** If a row is malformed, this class cannot be loaded, and the error names the line. */
    static final FailureCodes SHIPPED = parse(lines());

    private final Map<DatabaseProduct, List<FailureCode>> rows = new EnumMap<>(DatabaseProduct.class);

    private FailureCodes(List<FailureCode> all) {
        for (DatabaseProduct product : DatabaseProduct.values()) {
            rows.put(
                    product,
                    all.stream()
                            .filter(row -> row.isFor(product))
                            .sorted(FailureCode.MOST_SPECIFIC_FIRST)
                            .toList());
        }
    }

    /**
     * What an error is; {@link FailureClass#UNKNOWN_SQL} if no row matches, or if it is a mere wrapper, which has neither
     * state nor code.
     */
    FailureClass classOf(DatabaseProduct database, SQLException error, Phase phase) {
        if (error.getSQLState() == null && error.getErrorCode() == 0) {
            return FailureClass.UNKNOWN_SQL;
        }
        return Objects.requireNonNull(rows.get(database)).stream()
                .filter(row -> row.matches(error.getSQLState(), error.getErrorCode(), phase))
                .findFirst()
                .map(FailureCode::failureClass)
                .orElse(FailureClass.UNKNOWN_SQL);
    }

    /** @throws IllegalStateException if a line is malformed, with its number */
    static FailureCodes parse(List<String> lines) {
        List<FailureCode> rows = new ArrayList<>();
        for (int index = 0; index < lines.size(); index++) {
            try {
                List<String> fields = CsvLine.fields(lines.get(index));
                if (index > 0) {
                    rows.add(row(index + 1, fields));
                } else if (!fields.equals(HEADER)) {
                    throw new IllegalArgumentException("the columns must be " + HEADER);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(FILE + ", line " + (index + 1) + ": " + e.getMessage(), e);
            }
        }
        return new FailureCodes(rows);
    }

    private static FailureCode row(int line, List<String> fields) {
        if (fields.size() != HEADER.size()) {
            throw new IllegalArgumentException(fields.size() + " fields instead of " + HEADER.size());
        }
        String state = fields.get(1);
        boolean atCommit = state.endsWith(AT_COMMIT);
        if (atCommit) {
            state = state.substring(0, state.length() - AT_COMMIT.length());
        }
        return new FailureCode(
                line,
                DatabaseProduct.named(fields.get(0)),
                state.isEmpty() ? null : new StatePattern(state),
                fields.get(2).isEmpty() ? null : Integer.valueOf(fields.get(2)),
                atCommit,
                FailureClass.valueOf(fields.get(3).toUpperCase(Locale.ROOT)));
    }

    private static List<String> lines() {
        try (InputStream file = Objects.requireNonNull(FailureCodes.class.getResourceAsStream(FILE), FILE)) {
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
