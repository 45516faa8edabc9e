package dev.locking.examples.catalog;

import java.time.Instant;

/** What the server alone writes. */
record Metadata(long version, Instant createdAt, Instant modifiedAt, String modifiedBy) {}
