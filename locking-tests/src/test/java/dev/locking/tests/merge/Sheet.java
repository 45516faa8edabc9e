package dev.locking.tests.merge;

import dev.locking.MergeRule;
import dev.locking.OnConflict;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An entity with an attribute for each rule, and some without. */
@Entity(name = "Sheet")
class Sheet {

    /** Whoever updates a sheet on a thread runs this just before. */
    static final ThreadLocal<@Nullable Runnable> BEFORE_UPDATE = new ThreadLocal<>();

    @Id
    long id;

    @Version
    long version;

    @Nullable
    String title;

    @Nullable
    String note;

    @Embedded
    Size size = new Size();

    @ManyToOne
    @Nullable
    Sheet parent;

    @ElementCollection
    Set<String> words = new HashSet<>();

    @OnConflict(MergeRule.ADD)
    long views;

    @OnConflict(MergeRule.ADD)
    @Column(precision = 19, scale = 2)
    @Nullable
    BigDecimal price;

    @OnConflict(MergeRule.MAX)
    @Nullable
    Integer highest;

    @OnConflict(MergeRule.MIN)
    @Nullable
    Integer lowest;

    @OnConflict(MergeRule.MINE)
    @Nullable
    String mine;

    @OnConflict(MergeRule.THEIRS)
    @Nullable
    String theirs;

    @ElementCollection
    @OnConflict(MergeRule.UNION)
    Set<String> tags = new HashSet<>();

    /** Unordered; the same remark can be there more than once. */
    @ElementCollection
    @OnConflict(MergeRule.UNION)
    List<String> remarks = new ArrayList<>();

    Sheet() {}

    Sheet(long id) {
        this.id = id;
    }

    @PreUpdate
    void update() {
        Runnable before = BEFORE_UPDATE.get();
        if (before != null) {
            before.run();
        }
    }

    @Embeddable
    static class Size {

        int width;

        int height;
    }
}
