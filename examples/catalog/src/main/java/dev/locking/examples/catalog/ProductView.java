package dev.locking.examples.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.util.Set;

/** A product as clients see it. */
record ProductView(
        String code,
        String name,
        String description,
        BigDecimal price,
        int stock,
        boolean published,
        Set<String> tags,
        Metadata metadata,
        @Version @JsonIgnore String tag) {

    long version() {
        return metadata.version();
    }

    static ProductView of(Product product) {
        ProductContent content = product.content();
        return new ProductView(
                product.code(),
                content.name(),
                content.description(),
                content.price(),
                content.stock(),
                content.published(),
                content.tags(),
                product.metadata(),
                product.tag());
    }
}
