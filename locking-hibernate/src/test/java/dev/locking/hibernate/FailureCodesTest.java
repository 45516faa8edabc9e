package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.locking.spi.Phase;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureCodesTest {

    private static final String HEADER = "database,sqlstate,vendor_code,class,safe_to_retry,source";

    @Test
    void theMoreSpecificRowWinsWhateverTheOrder() {
        String[] fromVagueToExact = {
            "ANY(x),40001,,never",
            "H2,*,,cancelled",
            "H2,,7,resource",
            "H2,40xxx,,lock_timeout",
            "H2,4000x,,unique_conflict",
            "H2,40001,,deadlock",
            "H2,40xxx,7,commit_unknown",
            "H2,40001,7,serialization"
        };
        for (int rows = 1; rows <= fromVagueToExact.length; rows++) {
            String[] table = Arrays.copyOf(fromVagueToExact, rows);
            FailureClass exact = FailureClass.valueOf(table[rows - 1].split(",", 5)[3].toUpperCase(Locale.ROOT));

            assertThat(classOf(table, "40001", 7, Phase.BODY)).isEqualTo(exact);
            assertThat(classOf(reversed(table), "40001", 7, Phase.BODY)).isEqualTo(exact);
        }
    }

    private static String[] reversed(String[] rows) {
        List<String> reversed = Arrays.asList(rows.clone());
        Collections.reverse(reversed);
        return reversed.toArray(String[]::new);
    }

    @Test
    void aRowForCommitHoldsForCommitOnlyAndWinsThere() {
        String[] table = {"H2,08006,0,conn_lost_before_commit", "H2,08xxx@COMMIT,,commit_unknown"};

        assertThat(classOf(table, "08006", 0, Phase.BODY)).isEqualTo(FailureClass.CONN_LOST_BEFORE_COMMIT);
        assertThat(classOf(table, "08006", 0, Phase.COMMIT_SENT)).isEqualTo(FailureClass.COMMIT_UNKNOWN);
        assertThat(classOf(table, "08001", 0, Phase.BODY)).isEqualTo(FailureClass.UNKNOWN_SQL);
    }

    @Test
    void aRowForAnyErrorAtCommitLosesToOneThatNamesTheError() {
        String[] table = {"H2,*@COMMIT,,commit_unknown", "H2,40001,,serialization", "H2,,7,deadlock"};

        assertThat(classOf(table, "40001", 0, Phase.COMMIT_SENT)).isEqualTo(FailureClass.SERIALIZATION);
        assertThat(classOf(table, "XYZ12", 7, Phase.COMMIT_SENT)).isEqualTo(FailureClass.DEADLOCK);
        assertThat(classOf(table, "XYZ12", 8, Phase.COMMIT_SENT)).isEqualTo(FailureClass.COMMIT_UNKNOWN);
    }

    @Test
    void anyStateWithACodeTakesAMissingStateToo() {
        String[] table = {"H2,*@COMMIT,3113,commit_unknown"};

        assertThat(classOf(table, null, 3113, Phase.COMMIT_SENT)).isEqualTo(FailureClass.COMMIT_UNKNOWN);
        assertThat(classOf(table, "08000", 3113, Phase.COMMIT_SENT)).isEqualTo(FailureClass.COMMIT_UNKNOWN);
        assertThat(classOf(table, "08000", 3114, Phase.COMMIT_SENT)).isEqualTo(FailureClass.UNKNOWN_SQL);
    }

    @Test
    void nullTakesAMissingStateOnly() {
        String[] table = {"H2,null,10,serialization"};

        assertThat(classOf(table, null, 10, Phase.BODY)).isEqualTo(FailureClass.SERIALIZATION);
        assertThat(classOf(table, "40001", 10, Phase.BODY)).isEqualTo(FailureClass.UNKNOWN_SQL);
    }

    @Test
    void rowsOfOtherDatabasesAreNotLookedAt() {
        String[] table = {"MySQL,,1205,lock_timeout", "SQL Server,,1205,deadlock"};

        assertThat(classOf(table, "HY000", 1205, Phase.BODY)).isEqualTo(FailureClass.UNKNOWN_SQL);
    }

    @Test
    void aRowWithNothingToLookAtMatchesNothing() {
        assertThat(classOf(new String[] {"ANY(Hibernate),,,version_conflict"}, "40001", 1, Phase.BODY))
                .isEqualTo(FailureClass.UNKNOWN_SQL);
    }

    @Test
    void aWrapperWithoutStateAndCodeMatchesNothing() {
        assertThat(classOf(new String[] {"H2,*,,cancelled"}, null, 0, Phase.BODY))
                .isEqualTo(FailureClass.UNKNOWN_SQL);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    H3,40001,,deadlock,yes,x                | unknown database "H3"
                    H2,4001,,deadlock,yes,x                 | "4001" is no SQLState
                    H2,40x01,,deadlock,yes,x                | "40x01" is no SQLState
                    H2,xxxxx,,deadlock,yes,x                | "xxxxx" is no SQLState
                    H2,40001@COMIT,,deadlock,yes,x          | "40001@COMIT" is no SQLState
                    H2,40001,many,deadlock,yes,x            | "many"
                    H2,40001,,dead_lock,yes,x               | DEAD_LOCK
                    H2,40001,,deadlock,yes                  | 5 fields instead of 6
                    H2,40001,,deadlock,yes,a,b              | 7 fields instead of 6
                    H2,40001,,deadlock,yes,"x               | quotes are not closed
                    """)
    void aMalformedRowIsRefusedWithItsLine(String row, String reason) {
        assertThatIllegalStateException()
                .isThrownBy(() -> FailureCodes.parse(List.of(HEADER, "H2,90131,90131,serialization,yes,x", row)))
                .withMessageStartingWith("failure-codes.csv, line 3: ")
                .withMessageContaining(reason);
    }

    @Test
    void otherColumnsAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> FailureCodes.parse(List.of("database,state")))
                .withMessageStartingWith("failure-codes.csv, line 1: the columns must be ");
    }

    private static FailureClass classOf(String[] rows, @Nullable String state, int code, Phase phase) {
        List<String> lines = Stream.concat(Stream.of(HEADER), Stream.of(rows).map(row -> row + ",yes,\"a, test\""))
                .toList();
        return FailureCodes.parse(lines).classOf(DatabaseProduct.H2, new SQLException("x", state, code), phase);
    }
}
