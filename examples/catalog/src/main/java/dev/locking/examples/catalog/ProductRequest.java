package dev.locking.examples.catalog;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A product as clients send it. What is left out is empty, zero or false; a name and a price must be there. Of its metadata only
 * the version counts, and only as the one that the client has seen.
 */
@SuppressWarnings("MultipleNullnessAnnotations") // What must not be null is refused when it has been sent as null.
record ProductRequest(
        @Nullable String code,

        @NotBlank @Size(max = ProductContent.LONGEST_NAME) @Nullable
        String name,

        @Size(max = ProductContent.LONGEST_DESCRIPTION) @Nullable
        String description,

        @NotNull @DecimalMin("0") @Digits(integer = 10, fraction = ProductContent.DECIMALS) @Nullable
        BigDecimal price,

        @PositiveOrZero @Nullable Integer stock,
        @Nullable Boolean published,
        @Size(max = 20) @Nullable Set<@NotBlank @Size(max = ProductContent.LONGEST_TAG) String> tags,
        @Nullable SeenMetadata metadata) {

    record SeenMetadata(@Nullable Long version) {}

    /** Of a request that is valid. */
    ProductContent content() {
        return new ProductContent(
                requireNonNull(name, "name"),
                requireNonNullElse(description, ""),
                requireNonNull(price, "price").setScale(ProductContent.DECIMALS),
                requireNonNullElse(stock, 0),
                requireNonNullElse(published, false),
                tags == null ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(tags)));
    }

    @Nullable
    Long version() {
        return metadata == null ? null : metadata.version();
    }
}
