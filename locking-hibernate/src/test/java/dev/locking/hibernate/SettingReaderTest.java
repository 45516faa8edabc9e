package dev.locking.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.locking.retry.LockingSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                CheckMode.SETTING,
                GroupSettings.CONNECTIONS,
                GroupSettings.TABLE,
                GroupSettings.CREATE,
                LedgerSettings.TABLE,
                LedgerSettings.KEEP,
                LedgerSettings.CREATE,
                ReportSettings.MODIFIED_BY,
                ReportSettings.MODIFIED_AT
            })
    void aSettingIsThatOfTheSessionFactoryElseThatOfTheLibrary(String name) {
        try (LockingSettings configured = LockingSettings.open("test", Map.of(name, "of the library"))) {
            assertThat(configured.text(name)).isEqualTo("of the library");
            assertThat(new SettingReader(Map.of()).text(name)).isEqualTo("of the library");
            assertThat(new SettingReader(Map.of(name, "of the factory")).text(name))
                    .isEqualTo("of the factory");
        }
        assertThat(new SettingReader(Map.of()).text(name)).isNull();
    }

    @Test
    void aSettingThatIsMisspelledIsNoSetting() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LockingSettings.open("test", Map.of("locking.ledger.kep", "7d")))
                .withMessageContaining("locking.ledger.keep");
    }
}
