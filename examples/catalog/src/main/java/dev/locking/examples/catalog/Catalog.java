package dev.locking.examples.catalog;

import dev.locking.ConflictKind;
import dev.locking.RetryOnConflict;
import dev.locking.hibernate.Versions;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The products of the shop. Each change is one transaction on the newest data, repeated as a whole while others are faster. A
 * version that the client has seen is compared in each attempt, so whoever was faster is never overwritten unseen.
 */
@Service
class Catalog {

    /** Other than a program in the background, somebody waits for the answer. */
    private static final int MAX_RETRIES = 10;

    private static final Sort AS_IN_SHOP = Sort.by("place", "code");

    private final EntityManager entities;
    private final Products products;
    private final Revisions revisions;
    private final Documents documents;
    private final CatalogSettings settings;
    private final Clock clock;

    Catalog(
            EntityManager entities,
            Products products,
            Revisions revisions,
            Documents documents,
            CatalogSettings settings,
            Clock clock) {
        this.entities = entities;
        this.products = products;
        this.revisions = revisions;
        this.documents = documents;
        this.settings = settings;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    Page<ProductView> find(String text, int page, int size) {
        return products.findByCodeContainingIgnoreCaseOrNameContainingIgnoreCase(
                        text, text, PageRequest.of(page, size, AS_IN_SHOP))
                .map(ProductView::of);
    }

    @Transactional(readOnly = true)
    ProductView get(String code) {
        Product product = entities.find(Product.class, code);
        if (product == null) {
            throw Refusal.ofMissing(code);
        }
        return ProductView.of(product);
    }

    /** Two who create the same at the same moment: the one who comes too late runs again, and sees that it is there. */
    @RetryOnConflict(maxRetries = MAX_RETRIES, also = ConflictKind.DUPLICATE)
    @Transactional
    public ProductView create(String code, ProductContent content, Editor editor) {
        if (entities.find(Product.class, code) != null) {
            throw Refusal.ofDuplicate(code);
        }
        Product product = newProduct(code, content, editor);
        entities.persist(product);
        return saved(product);
    }

    /** The last writer wins. */
    @RetryOnConflict(maxRetries = MAX_RETRIES, also = ConflictKind.DUPLICATE)
    @Transactional
    public ProductView put(String code, ProductContent content, Editor editor) {
        Product product = entities.find(Product.class, code);
        if (product == null) {
            product = newProduct(code, content, editor);
            entities.persist(product);
        } else {
            product.change(content, editor, now());
        }
        return saved(product);
    }

    @RetryOnConflict(maxRetries = MAX_RETRIES)
    @Transactional
    public ProductView replace(String code, ProductContent content, SeenVersion seen, Editor editor) {
        Product product = found(code, seen);
        if (settings.replaySucceeds()
                && !seen.isMetBy(product)
                && product.content().equals(content)) {
            return ProductView.of(product);
        }
        requireSeen(product, seen);
        product.change(content, editor, now());
        return saved(product);
    }

    @RetryOnConflict(maxRetries = MAX_RETRIES)
    @Transactional
    public ProductView patch(String code, Patch patch, SeenVersion seen, Editor editor) {
        Product product = found(code, seen);
        requireSeen(product, seen);
        product.change(documents.patched(ProductView.of(product), patch), editor, now());
        return saved(product);
    }

    @RetryOnConflict(maxRetries = MAX_RETRIES)
    @Transactional
    public void delete(String code, SeenVersion seen, Editor editor) {
        Product product = found(code, seen);
        requireSeen(product, seen);
        entities.remove(product);
        entities.persist(new Revision(code, product.version(), null, now(), editor.name()));
    }

    /** Both or none. */
    @RetryOnConflict(maxRetries = MAX_RETRIES)
    @Transactional
    public List<ProductView> swapPlaces(Place first, Place second, Editor editor) {
        Product one = found(first.code(), first.seen());
        Product other = found(second.code(), second.seen());
        requireSeen(one, first.seen());
        requireSeen(other, second.seen());
        one.swapPlaces(other, editor, now());
        return List.of(saved(one), saved(other));
    }

    /** One of two that are swapped. */
    record Place(String code, SeenVersion seen) {}

    private Product newProduct(String code, ProductContent content, Editor editor) {
        return new Product(code, revisions.countByCodeAndContentIsNull(code), content, editor, now());
    }

    private Product found(String code, SeenVersion seen) {
        Product product = entities.find(Product.class, code);
        if (product == null) {
            throw seen.header() == null ? Refusal.ofMissing(code) : Refusal.ofUnmetPrecondition(code);
        }
        return product;
    }

    private void requireSeen(Product product, SeenVersion seen) {
        if (seen.required() && !seen.isGiven()) {
            throw Refusal.ofMissingVersion(settings.missingVersionStatus());
        }
        Long expected = seen.expectedOf(product);
        if (expected != null) {
            Versions.require(product, expected);
        }
        if (!seen.isMetBy(product)) {
            throw Refusal.ofStaleVersion(product.code(), seen.header() != null);
        }
    }

    /** As it is once it is committed: with its new version, and a revision that says so. */
    private ProductView saved(Product product) {
        entities.flush();
        Metadata metadata = product.metadata();
        entities.persist(new Revision(
                product.code(),
                metadata.version(),
                documents.text(product.content()),
                metadata.modifiedAt(),
                metadata.modifiedBy()));
        return ProductView.of(product);
    }

    /** No finer than databases keep it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
