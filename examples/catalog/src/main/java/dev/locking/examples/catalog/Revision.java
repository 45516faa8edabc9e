package dev.locking.examples.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.Length;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** What a product was at one of its versions, or that it was deleted. Written with the change itself, and never again. */
@Entity
@Immutable
@Table(name = "product_revision", indexes = @Index(columnList = "code, version"))
class Revision {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    private @Nullable Long id;

    @Column(nullable = false, length = ProductContent.LONGEST_CODE)
    private String code = "";

    private long version;

    /** JSON, or null where the product was deleted. */
    @Column(length = Length.LONG32)
    private @Nullable String content;

    @Column(nullable = false)
    private Instant modifiedAt = Instant.EPOCH;

    @Column(nullable = false, length = Editor.LONGEST_NAME)
    private String modifiedBy = "";

    protected Revision() {}

    Revision(String code, long version, @Nullable String content, Instant modifiedAt, String modifiedBy) {
        this.code = code;
        this.version = version;
        this.content = content;
        this.modifiedAt = modifiedAt;
        this.modifiedBy = modifiedBy;
    }

    long version() {
        return version;
    }

    @Nullable
    String content() {
        return content;
    }

    boolean isDeletion() {
        return content == null;
    }

    Instant modifiedAt() {
        return modifiedAt;
    }

    String modifiedBy() {
        return modifiedBy;
    }
}
