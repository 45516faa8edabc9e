package dev.locking.retry;

import java.util.Map;

/** Policies that are there without being configured: how others repeat what lost a conflict. */
final class Presets {

    /** Its job executor: at once, and without counting conflicts. What bounds it there are other jobs, and here the deadline. */
    private static final Map<String, String> CAMUNDA =
            Map.of("maxRetries", "1000", "delay", "0ms", "multiplier", "1", "maxDelay", "0ms", "jitter", "0");

    /** The defaults of its {@code RetryInterceptor}: 50, 250 and 1250 ms. */
    private static final Map<String, String> FLOWABLE =
            Map.of("maxRetries", "3", "delay", "50ms", "multiplier", "5", "maxDelay", "1250ms", "jitter", "0");

    /** {@code retry.DefaultRetry} of client-go: 5 attempts, 10 ms apart and up to a tenth more. */
    private static final Map<String, String> KUBERNETES =
            Map.of("maxRetries", "4", "delay", "11ms", "multiplier", "1", "maxDelay", "11ms", "jitter", "0.0909");

    static final Map<String, Map<String, String>> ALL =
            Map.of("camunda", CAMUNDA, "flowable", FLOWABLE, "kubernetes", KUBERNETES);

    private Presets() {}
}
