package dev.locking.retry;

import dev.locking.spi.ProcessSettings;
import org.jspecify.annotations.Nullable;

/** Those of {@link LockingSettings#standard()}, whichever they are when somebody asks. */
public final class StandardSettings implements ProcessSettings {

    /** For {@link java.util.ServiceLoader}. */
    public StandardSettings() {}

    @Override
    public @Nullable String text(String name) {
        return LockingSettings.standard().text(name);
    }
}
