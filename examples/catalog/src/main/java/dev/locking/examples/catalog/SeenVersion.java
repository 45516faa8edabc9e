package dev.locking.examples.catalog;

import org.jspecify.annotations.Nullable;

/**
 * The version that a client has seen of what it changes.
 *
 * @param header what {@code If-Match} says, or null
 * @param body what {@code metadata.version} says, or null
 * @param required whether one of them must be there
 */
record SeenVersion(
        @Nullable VersionCondition header, @Nullable Long body, boolean required) {

    SeenVersion {
        if (header != null && body != null && !header.versions().isEmpty() && !header.isMetBy(body)) {
            throw Refusal.ofContradictingVersions();
        }
    }

    boolean isGiven() {
        return header != null || body != null;
    }

    /** The one that the client has named, as a number; null if it has named none, or any will do. */
    @Nullable
    Long number() {
        if (body != null || header == null || header.versions().isEmpty()) {
            return body;
        }
        try {
            return Long.valueOf(header.versions().get(0));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    boolean isMetBy(Product product) {
        return (header == null || header.isMetBy(product.version())) && (body == null || body == product.version());
    }
}
