package dev.locking.examples.catalog;

import dev.locking.spring.web.VersionCondition;
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
        if (header != null && body != null && !names(header, body)) {
            throw Refusal.ofContradictingVersions();
        }
    }

    private static boolean names(VersionCondition header, long version) {
        return header.isAny() || header.versions().stream().anyMatch(tag -> version == number(tag));
    }

    /** What a product's tag begins with, or a number that no version has. */
    private static long number(String tag) {
        try {
            return Long.parseLong(tag.replaceFirst("[.].*", ""));
        } catch (NumberFormatException e) {
            return -1;
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
        return number(header.versions().get(0));
    }

    /** The version that a product must have, or null if it may have any, or its tag says more than that. */
    @Nullable
    Long expectedOf(Product product) {
        Long number = number();
        if (number != null && isMetBy(product)) {
            return product.version();
        }
        return header == null || header.versions().contains(String.valueOf(number)) ? number : null;
    }

    boolean isMetBy(Product product) {
        return (header == null || header.isMetBy(product.tag())) && (body == null || body == product.version());
    }
}
