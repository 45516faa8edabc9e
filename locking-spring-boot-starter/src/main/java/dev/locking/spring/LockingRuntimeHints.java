package dev.locking.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image has to keep of the library's files: the table of failures, the scripts of tables, and the settings. */
final class LockingRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        hints.resources()
                .registerPattern("dev/locking/hibernate/*.csv")
                .registerPattern("dev/locking/hibernate/*.sql")
                .registerPattern("locking.properties");
    }
}
