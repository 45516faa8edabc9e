package dev.locking.examples.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts changes whose client named no version: the last writer wins. */
@Component
class SkippedChecks {

    static final String METER = "catalog.version.skipped";

    private final MeterRegistry registry;

    SkippedChecks(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(String method, SeenVersion seen) {
        if (!seen.isGiven()) {
            registry.counter(METER, "method", method).increment();
        }
    }
}
