package dev.locking.spi;

import org.jspecify.annotations.Nullable;

/**
 * What is configured for this process, for integrations that have settings of their own. Found by
 * {@link java.util.ServiceLoader}; must be thread-safe.
 */
@FunctionalInterface
public interface ProcessSettings {

    /**
     * The text of a setting.
     *
     * @param name such as {@code locking.check}
     * @return null if it is not set
     * @throws IllegalArgumentException if something that is configured makes no sense
     */
    @Nullable
    String text(String name);
}
