package dev.locking.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionConditionTest {

    @Test
    void oneOfTheVersionsMeetsAList() {
        VersionCondition condition = VersionCondition.parse("\"7\",\"9\" , \"a,b\"");

        assertThat(condition.versions()).containsExactly("7", "9", "a,b");
        assertThat(condition.isMetBy(7L)).isTrue();
        assertThat(condition.isMetBy(9)).isTrue();
        assertThat(condition.isMetBy(8L)).isFalse();
        assertThat(condition.isMetBy(null)).isFalse();
        assertThat(condition.isAny()).isFalse();
    }

    @Test
    void anyVersionMeetsAStarAndNoneDoesNot() {
        VersionCondition condition = VersionCondition.parse(" * ");

        assertThat(condition.isAny()).isTrue();
        assertThat(condition.isMetBy(7L)).isTrue();
        assertThat(condition.isMetBy(null)).isFalse();
    }

    @Test
    void weakTagsAreEqualToNothing() {
        VersionCondition condition = VersionCondition.parse("W/\"7\"");

        assertThat(condition.versions()).isEmpty();
        assertThat(condition.canBeMet()).isFalse();
        assertThat(condition.isMetBy(7L)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "7",
                "\"7",
                "7\"",
                "\"7\" \"8\"",
                "\"7\";\"8\"",
                "*, \"7\"",
                "\"7\", *",
                "w/\"7\"",
                "\"a b\"",
                ","
            })
    void whatIsNoListOfTagsIsRefused(String header) {
        assertThatIllegalArgumentException().isThrownBy(() -> VersionCondition.parse(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"7\",", ", ,\"7\" ,, \"8\"", "\t\"7\"\t", "\"\u00e4\""})
    void emptyElementsAndAllCharactersOfTagsAreAllowed(String header) {
        assertThat(VersionCondition.parse(header).isAny()).isFalse();
    }

    @Test
    void everyTypeOfVersionHasOneTextAndComesBack() {
        assertComesBack(7L, "7");
        assertComesBack(-7, "-7");
        assertComesBack((short) 7, "7");
        assertComesBack(Instant.parse("2026-11-29T10:15:30.000001Z"), "2026-11-29T10:15:30.000001Z");
        assertComesBack(LocalDateTime.parse("2026-11-29T10:15:30.5"), "2026-11-29T10:15:30.500");
        assertComesBack(Timestamp.valueOf("2026-11-29 10:15:30.000000001"), "2026-11-29T10:15:30.000000001");
        assertComesBack("any", "any");
    }

    private static void assertComesBack(Object version, String text) {
        assertThat(VersionText.of(version)).isEqualTo(text);
        assertThat(VersionText.parse(text, version.getClass())).isEqualTo(version);
        assertThat(VersionCondition.parse('"' + text + '"').isMetBy(version)).isTrue();
    }

    @Test
    void anotherTextIsNoVersion() {
        assertThat(VersionText.parse("+7", long.class)).isNull();
        assertThat(VersionText.parse("07", long.class)).isNull();
        assertThat(VersionText.parse("", long.class)).isNull();
        assertThat(VersionText.parse("9223372036854775808", long.class)).isNull();
        assertThat(VersionText.parse("7", Instant.class)).isNull();
    }

    @Test
    void anObjectThatIsNoVersionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VersionCondition.parse("\"7\"").isMetBy(7.0))
                .withMessageContaining("java.lang.Double");
    }
}
