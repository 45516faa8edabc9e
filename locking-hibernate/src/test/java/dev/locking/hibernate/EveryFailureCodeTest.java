package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.Conflict;
import dev.locking.ConflictKind;
import dev.locking.spi.Classification;
import dev.locking.spi.Phase;
import dev.locking.spi.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.StaleObjectStateException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each row of failure-codes.csv, in each phase, in each shape: the exact verdict. What is expected is written down here
 * once more, and the file is read by other means, so that the test shares no mistake with the code.
 */
class EveryFailureCodeTest {

    private static final OfflineDatabases DATABASES = new OfflineDatabases();

    private static int cases;

    /** What is expected of a class: before COMMIT, and as an answer to it. */
    private static final Map<String, List<String>> EXPECTED = Map.of(
            "version_conflict", List.of("RE_EXECUTE STALE_UPDATE", "OUTCOME_UNKNOWN"),
            "serialization", List.of("RE_EXECUTE SERIALIZATION", "RE_EXECUTE SERIALIZATION"),
            "deadlock", List.of("RE_EXECUTE DEADLOCK", "RE_EXECUTE DEADLOCK"),
            "lock_timeout", List.of("IF_DECLARED LOCK_TIMEOUT", "OUTCOME_UNKNOWN"),
            "unique_conflict", List.of("IF_DECLARED DUPLICATE", "IF_DECLARED DUPLICATE"),
            "conn_lost_before_commit", List.of("RETHROW", "OUTCOME_UNKNOWN"),
            "commit_unknown", List.of("RETHROW", "OUTCOME_UNKNOWN"),
            "cancelled", List.of("RETHROW", "OUTCOME_UNKNOWN"),
            "resource", List.of("RETHROW", "OUTCOME_UNKNOWN"),
            "never", List.of("RETHROW", "OUTCOME_UNKNOWN"));

    /** Rows of the class "never" that say, as an answer to COMMIT, that it was rolled back. */
    private static final List<String> ROLLED_BACK = List.of(
            "PostgreSQL 23503",
            "PostgreSQL 23502",
            "PostgreSQL 23514",
            "CockroachDB 23502",
            "CockroachDB 23503",
            "CockroachDB 23514",
            "ANY(SQL standard) 40002",
            "HSQLDB 40002",
            "Oracle 2091");

    record Row(int line, String database, String state, String code, String failureClass) {

        static Row of(int line, String text) {
            String[] fields = text.split(",", 5);
            return new Row(line, fields[0], fields[1], fields[2], fields[3]);
        }

        String expected(Phase phase) {
            if (phase == Phase.APPLIED) {
                return "RETHROW";
            }
            boolean rolledBack = ROLLED_BACK.contains(database + " " + (state.isEmpty() ? code : state));
            List<String> expected = Objects.requireNonNull(EXPECTED.get(failureClass), failureClass);
            return phase == Phase.BODY || rolledBack ? expected.get(0) : expected.get(1);
        }

        List<Exception> roots() {
            if (failureClass.equals("version_conflict")) {
                return List.of(new StaleObjectStateException("Wallet", 42L));
            }
            int vendorCode = code.isEmpty() ? 0 : Integer.parseInt(code);
            return states().map(state -> asADriverThrowsIt(state, vendorCode)).toList();
        }

        private Stream<@Nullable String> states() {
            String plain = state.replace("@COMMIT", "");
            return switch (plain) {
                case "null" -> Stream.of((String) null);
                case "" -> Stream.of(null, "99999", "42000");
                case "*" -> Stream.of("99999", "HY000");
                default ->
                    Stream.of('0', '7', 'Z').map(any -> plain.replace('x', any)).distinct();
            };
        }

        @Override
        public String toString() {
            return "line " + line + ": " + database + " " + state + "/" + code + " " + failureClass;
        }
    }

    private static Exception asADriverThrowsIt(@Nullable String state, int code) {
        String stateClass = state == null ? "" : state.substring(0, 2);
        return switch (stateClass) {
            case "40" -> new SQLTransactionRollbackException("x", state, code);
            case "23" -> new SQLIntegrityConstraintViolationException("x", state, code);
            case "08" -> new SQLNonTransientConnectionException("x", state, code);
            default -> new SQLException("x", state, code);
        };
    }

    static List<Row> rows() throws IOException {
        try (InputStream file = EveryFailureCodeTest.class.getResourceAsStream("failure-codes.csv")) {
            List<String> lines = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<Row> rows = new ArrayList<>();
            for (int i = 1; i < lines.size(); i++) {
                rows.add(Row.of(i + 1, lines.get(i)));
            }
            return rows;
        }
    }

    @AfterAll
    static void allCasesWereTried() {
        DATABASES.close();
        assertThat(cases).isGreaterThan(29_000);
    }

    @Test
    void theTableIsComplete() throws IOException {
        assertThat(rows()).hasSize(275);
        assertThat(rows().stream().map(Row::database).filter(name -> !name.startsWith("ANY")))
                .containsAll(OfflineDatabases.DIALECTS.keySet())
                .allMatch(OfflineDatabases.DIALECTS::containsKey);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isClassifiedByItsMeaningInEveryPhaseAndShape(Row row) {
        List<String> mismatches = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            for (Exception root : row.roots()) {
                for (Shape shape : shapesFor(root)) {
                    cases++;
                    String verdict = text(DATABASES.classify(row.database, phase, shape.around(root)));
                    if (!verdict.equals(row.expected(phase))) {
                        mismatches.add(phase + " " + shape + " " + stateOf(root) + ": " + verdict + " instead of "
                                + row.expected(phase));
                    }
                }
            }
        }
        assertThat(mismatches).isEmpty();
    }

    private static List<Shape> shapesFor(Exception root) {
        return Arrays.stream(Shape.values()).filter(shape -> shape.fits(root)).toList();
    }

    private static @Nullable String stateOf(Exception root) {
        return root instanceof SQLException sql ? sql.getSQLState() : null;
    }

    private static String text(@Nullable Classification classification) {
        if (classification == null) {
            return "null";
        }
        List<ConflictKind> kinds =
                classification.conflicts().stream().map(Conflict::kind).toList();
        return classification.verdict() + kinds.stream().map(kind -> " " + kind).reduce("", String::concat);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anUnknownOutcomeNeverLooksLikeASerializationFailure(String database) {
        for (Shape shape : Shape.values()) {
            for (String state : List.of("40003", "08007", "08006")) {
                Exception failure = shape.around(new SQLTransactionRollbackException("result is ambiguous", state));
                assertThat(text(DATABASES.classify(database, Phase.COMMIT_SENT, failure)))
                        .as("%s %s", shape, state)
                        .isEqualTo(Verdict.OUTCOME_UNKNOWN.name());
                assertThat(text(DATABASES.classify(database, Phase.BODY, failure)))
                        .as("%s %s", shape, state)
                        .isEqualTo(Verdict.RETHROW.name());
            }
        }
    }

    static Stream<String> databases() {
        return Stream.concat(OfflineDatabases.DIALECTS.keySet().stream(), Stream.of("some other"));
    }
}
