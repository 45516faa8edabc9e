package dev.locking.examples.catalog;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request was about, for whoever has to explain why it was not done.
 *
 * @param version the one that the client has seen, or null
 * @param content what it wanted to save, or null where that depends on what is there
 */
record Attempted(
        String code, @Nullable Long version, @Nullable ProductContent content) {

    private static final String ATTRIBUTE = Attempted.class.getName();

    void rememberIn(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static @Nullable Attempted in(HttpServletRequest request) {
        return (Attempted) request.getAttribute(ATTRIBUTE);
    }
}
