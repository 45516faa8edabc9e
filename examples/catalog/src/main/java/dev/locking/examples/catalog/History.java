package dev.locking.examples.catalog;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Who changed what of a product, and when. */
@Component
class History {

    private final EntityManager entities;
    private final Revisions revisions;
    private final Documents documents;

    History(EntityManager entities, Revisions revisions, Documents documents) {
        this.entities = entities;
        this.revisions = revisions;
        this.documents = documents;
    }

    /** One change. */
    record Change(long version, Instant modifiedAt, String modifiedBy, List<String> pointers) {}

    /** A value that differs from the one that the client has. */
    record Difference(
            String pointer,
            @Nullable JsonNode base,
            @Nullable JsonNode yours,
            @Nullable JsonNode theirs,
            boolean overlapping) {}

    /**
     * What happened to a product since a client has seen it.
     *
     * @param current the product as it is now, or null if it was deleted
     * @param changes the changes since then, oldest first
     * @param differences by attribute, where the client or others have changed it
     */
    record Since(
            @Nullable ProductView current,
            Instant modifiedAt,
            String modifiedBy,
            List<Change> changes,
            List<Difference> differences) {

        /** Whether no attribute was changed by both to different values. */
        boolean isMergeable() {
            return current != null && differences.stream().noneMatch(Difference::overlapping);
        }
    }

    /**
     * Looks back.
     *
     * @param version the one that the client has seen
     * @param yours what the client wanted to save, or null if that is not known
     * @return empty if there is no such product and never was
     */
    @Transactional(readOnly = true)
    public Optional<Since> since(String code, long version, @Nullable ProductContent yours) {
        return revisions.findFirstByCodeOrderByIdDesc(code).map(last -> {
            Product product = entities.find(Product.class, code);
            return product == null || last.isDeletion()
                    ? new Since(null, last.modifiedAt(), last.modifiedBy(), List.of(), List.of())
                    : since(product, version, yours);
        });
    }

    private Since since(Product product, long version, @Nullable ProductContent yours) {
        Metadata metadata = product.metadata();
        Optional<JsonNode> base = revisions
                .findFirstByCodeAndVersionAndContentIsNotNullOrderByIdDesc(product.code(), version)
                .filter(revision -> version < metadata.version())
                .map(revision -> documents.tree(String.valueOf(revision.content())));
        JsonNode theirs = documents.tree(product.content());
        return new Since(
                ProductView.of(product),
                metadata.modifiedAt(),
                metadata.modifiedBy(),
                changes(product.code(), version, base.orElse(null)),
                differences(base.orElse(null), yours == null ? null : documents.tree(yours), theirs));
    }

    private List<Change> changes(String code, long version, @Nullable JsonNode base) {
        List<Change> changes = new ArrayList<>();
        JsonNode before = base;
        for (Revision revision : revisions.findLaterThan(code, version)) {
            JsonNode after = documents.tree(String.valueOf(revision.content()));
            changes.add(new Change(
                    revision.version(), revision.modifiedAt(), revision.modifiedBy(), changed(before, after)));
            before = after;
        }
        return changes;
    }

    private static List<String> changed(@Nullable JsonNode before, JsonNode after) {
        return after.propertyNames().stream()
                .filter(name -> before == null || !after.get(name).equals(before.get(name)))
                .map(History::pointer)
                .toList();
    }

    private static List<Difference> differences(@Nullable JsonNode base, @Nullable JsonNode yours, JsonNode theirs) {
        List<Difference> differences = new ArrayList<>();
        for (String name : theirs.propertyNames()) {
            JsonNode was = base == null ? null : base.get(name);
            JsonNode your = yours == null ? was : yours.get(name);
            JsonNode their = theirs.get(name);
            boolean isChangedHere = your != null && !your.equals(was);
            boolean isChangedThere = !their.equals(was);
            if (isChangedHere || isChangedThere) {
                boolean isOverlapping = isChangedHere && isChangedThere && !their.equals(your);
                differences.add(new Difference(pointer(name), was, your, their, isOverlapping));
            }
        }
        return differences;
    }

    private static String pointer(String name) {
        return "/" + name;
    }
}
