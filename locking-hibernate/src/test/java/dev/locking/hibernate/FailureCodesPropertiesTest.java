package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locking.spi.Phase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Which of several rows counts, on tables that nobody has thought of. */
class FailureCodesPropertiesTest {

    private static final String HEADER = "database,sqlstate,vendor_code,class,safe_to_retry,source";

    /** A row of a table, and what it means, said a second time. */
    record Line(String database, String state, boolean atCommit, String code, String failureClass) {

        String text() {
            return database + "," + state + (atCommit ? "@COMMIT" : "") + "," + code + "," + failureClass + ",yes,x";
        }

        boolean takes(Thrown error, Phase phase) {
            boolean looksAtSomething = atCommit || !state.isEmpty() || !code.isEmpty();
            return looksAtSomething
                    && (!atCommit || phase == Phase.COMMIT_SENT)
                    && !database.equals("MySQL")
                    && takesState(error.state)
                    && (code.isEmpty() || code.equals(String.valueOf(error.code)));
        }

        private boolean takesState(@Nullable String thrown) {
            return switch (state) {
                case "", "*" -> true;
                case "null" -> thrown == null;
                default -> thrown != null && thrown.matches(state.replace('x', '.'));
            };
        }

        /** The higher one counts, digit by digit. */
        String rank() {
            int fixed = state.equals("null") ? 5 : state.replaceAll("[x*]", "").length();
            boolean looks = fixed > 0 || !code.isEmpty();
            int what = (fixed > 0 ? 2 : 0) + (code.isEmpty() ? 0 : 1);
            return (database.equals("H2") ? "1" : "0") + (looks ? "1" : "0") + (atCommit ? "1" : "0") + what + fixed;
        }

        FailureClass meaning() {
            return FailureClass.valueOf(failureClass.toUpperCase(Locale.ROOT));
        }
    }

    record Thrown(@Nullable String state, int code) {

        SQLException exception() {
            return new SQLException("x", state, code);
        }
    }

    @Property
    void theMostSpecificRowThatTakesTheErrorCounts(
            @ForAll("tables") List<Line> table, @ForAll("errors") Thrown error, @ForAll("phases") Phase phase) {
        List<Line> taking = table.stream()
                .filter(line -> line.takes(error, phase) && !isWrapper(error))
                .toList();
        String best = taking.stream().map(Line::rank).max(String::compareTo).orElse("");
        FailureClass expected = taking.stream()
                .filter(line -> line.rank().equals(best))
                .findFirst()
                .map(Line::meaning)
                .orElse(FailureClass.UNKNOWN_SQL);

        assertThat(classOf(table, error, phase)).isEqualTo(expected);
    }

    @Property
    void theOrderOfRowsMattersOnlyAmongThoseThatAreAsSpecific(
            @ForAll("tables") List<Line> table,
            @ForAll("errors") Thrown error,
            @ForAll("phases") Phase phase,
            @ForAll Random random) {
        List<Line> different = new ArrayList<>(table.stream()
                .collect(Collectors.toMap(Line::rank, line -> line, (first, second) -> first))
                .values());
        List<Line> shuffled = new ArrayList<>(different);
        Collections.shuffle(shuffled, random);

        assertThat(classOf(shuffled, error, phase)).isEqualTo(classOf(different, error, phase));
    }

    @Property
    void aRowForCommitDoesNotExistBeforeCommit(@ForAll("tables") List<Line> table, @ForAll("errors") Thrown error) {
        List<Line> forAllPhases = table.stream().filter(line -> !line.atCommit).toList();

        assertThat(classOf(table, error, Phase.BODY)).isEqualTo(classOf(forAllPhases, error, Phase.BODY));
    }

    @Property
    void atCommitTheSameRowForCommitWinsWhicheverIsWrittenFirst(
            @ForAll("tables") List<Line> table, @ForAll("errors") Thrown error, @ForAll boolean first) {
        Line plain = new Line("H2", "40001", false, "7", "deadlock");
        Line forCommit = new Line("H2", "40001", true, "7", "commit_unknown");
        List<Line> both = first ? List.of(plain, forCommit) : List.of(forCommit, plain);
        List<Line> others = table.stream()
                .filter(line -> !line.rank().equals(forCommit.rank()))
                .toList();
        Thrown exactly = new Thrown("40001", 7);

        assertThat(classOf(joined(both, others), exactly, Phase.COMMIT_SENT)).isEqualTo(FailureClass.COMMIT_UNKNOWN);
        assertThat(classOf(joined(others, both), exactly, Phase.COMMIT_SENT)).isEqualTo(FailureClass.COMMIT_UNKNOWN);
        assertThat(classOf(joined(both, List.of()), exactly, Phase.BODY)).isEqualTo(FailureClass.DEADLOCK);
    }

    @Property
    void rowsOfAnotherDatabaseChangeNothing(
            @ForAll("tables") List<Line> table, @ForAll("errors") Thrown error, @ForAll("phases") Phase phase) {
        List<Line> without =
                table.stream().filter(line -> !line.database.equals("MySQL")).toList();

        assertThat(classOf(table, error, phase)).isEqualTo(classOf(without, error, phase));
    }

    @Property
    void whatTheDatabaseItselfSaysOutweighsWhatIsSaidOfAll(
            @ForAll("tables") List<Line> table, @ForAll("errors") Thrown error, @ForAll("phases") Phase phase) {
        List<Line> own =
                table.stream().filter(line -> line.database.equals("H2")).toList();
        FailureClass byItself = classOf(own, error, phase);

        if (byItself != FailureClass.UNKNOWN_SQL) {
            assertThat(classOf(table, error, phase)).isEqualTo(byItself);
        }
    }

    private static boolean isWrapper(Thrown error) {
        return error.state == null && error.code == 0;
    }

    private static List<Line> joined(List<Line> one, List<Line> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    private static FailureClass classOf(List<Line> table, Thrown error, Phase phase) {
        List<String> lines =
                Stream.concat(Stream.of(HEADER), table.stream().map(Line::text)).toList();
        return FailureCodes.parse(lines).classOf(DatabaseProduct.H2, error.exception(), phase);
    }

    @Provide
    Arbitrary<List<Line>> tables() {
        return Combinators.combine(
                        Arbitraries.of("H2", "H2", "ANY(x)", "MySQL"),
                        Arbitraries.of("40001", "40xxx", "4000x", "08006", "08xxx", "4xxxx", "*", "null"),
                        Arbitraries.of(true, false),
                        Arbitraries.of("", "", "7", "8"),
                        Arbitraries.of(
                                "serialization",
                                "deadlock",
                                "lock_timeout",
                                "unique_conflict",
                                "conn_lost_before_commit",
                                "commit_unknown",
                                "cancelled",
                                "resource",
                                "never"))
                .as(Line::new)
                .list()
                .ofMaxSize(15);
    }

    @Provide
    Arbitrary<Thrown> errors() {
        Arbitrary<Optional<String>> states = Arbitraries.of(
                        "40001", "40002", "40P01", "08006", "08007", "42000", "XYZ12")
                .optional();
        return Combinators.combine(states, Arbitraries.of(0, 7, 8, 9))
                .as((state, code) -> new Thrown(state.orElse(null), code));
    }

    @Provide
    Arbitrary<Phase> phases() {
        return Arbitraries.of(Phase.class);
    }
}
