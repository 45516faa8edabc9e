package dev.locking.examples.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.annotations.BatchSize;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;

/** Something that the shop sells. */
@Entity
@Table(name = "product")
class Product {

    /** The least that databases tell apart. */
    private static final Duration TICK = Duration.ofNanos(1000);

    @Id
    @Column(length = ProductContent.LONGEST_CODE)
    private String code = "";

    @Version
    private long version = 1;

    @Column(nullable = false, length = ProductContent.LONGEST_NAME)
    private String name = "";

    @Column(nullable = false, length = ProductContent.LONGEST_DESCRIPTION)
    private String description = "";

    @Column(nullable = false, precision = 12, scale = 2)
    private BigDecimal price = BigDecimal.ZERO;

    private int stock;

    private boolean published;

    @ElementCollection
    @BatchSize(size = 100)
    @Column(name = "tag", length = ProductContent.LONGEST_TAG)
    private Set<String> tags = new HashSet<>();

    /** How many products with this code there were before. */
    @Column(updatable = false)
    private long predecessors;

    /** Where it stands in the shop; unique enough, and swapped between two products. */
    private long place;

    @Column(nullable = false, updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @LastModifiedDate
    @Column(nullable = false)
    private Instant modifiedAt = Instant.EPOCH;

    @LastModifiedBy
    @Column(nullable = false, length = Editor.LONGEST_NAME)
    private String modifiedBy = "";

    protected Product() {}

    Product(String code, long predecessors, ProductContent content, Editor editor, Instant now) {
        this.code = code;
        this.predecessors = predecessors;
        this.place = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        this.createdAt = now;
        this.modifiedAt = now;
        this.modifiedBy = editor.name();
        set(content);
    }

    String code() {
        return code;
    }

    long version() {
        return version;
    }

    /** Says of a version more than its number, since that begins anew where a code is used again. */
    String tag() {
        return predecessors == 0 ? String.valueOf(version) : version + "." + predecessors;
    }

    ProductContent content() {
        return new ProductContent(name, description, price, stock, published, new TreeSet<>(tags));
    }

    Metadata metadata() {
        return new Metadata(version, createdAt, modifiedAt, modifiedBy);
    }

    /** Raises the version, also if all is as it was. */
    void change(ProductContent content, Editor editor, Instant now) {
        set(content);
        touch(editor, now);
    }

    void swapPlaces(Product other, Editor editor, Instant now) {
        long own = place;
        place = other.place;
        other.place = own;
        touch(editor, now);
        other.touch(editor, now);
    }

    private void set(ProductContent content) {
        name = content.name();
        description = content.description();
        price = content.price();
        stock = content.stock();
        published = content.published();
        if (!tags.equals(content.tags())) {
            tags = new HashSet<>(content.tags());
        }
    }

    /** Later than the last change, even if the clock stands still. */
    private void touch(Editor editor, Instant now) {
        modifiedAt = now.isAfter(modifiedAt) ? now : modifiedAt.plus(TICK);
        modifiedBy = editor.name();
    }
}
