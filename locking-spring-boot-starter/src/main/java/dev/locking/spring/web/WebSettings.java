package dev.locking.spring.web;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings {@code locking.web.*}.
 *
 * @param problemTypes what the URIs of problem types begin with, with a slash at the end
 * @param retryAfter when a client that found others at it may come again; whole seconds
 */
@ConfigurationProperties("locking.web")
record WebSettings(
        @DefaultValue("https://locking.dev/problems/") URI problemTypes,
        @DefaultValue("1s") Duration retryAfter) {

    WebSettings {
        if (!problemTypes.toString().endsWith("/")) {
            throw new IllegalArgumentException("locking.web.problem-types = " + problemTypes
                    + " is no beginning of URIs. End it with a slash, as https://example.com/problems/ does.");
        }
        if (retryAfter.isNegative() || retryAfter.isZero() || retryAfter.toNanosPart() != 0) {
            throw new IllegalArgumentException(
                    "locking.web.retry-after = " + retryAfter + " cannot be sent. Set whole seconds, 1s or more.");
        }
    }
}
