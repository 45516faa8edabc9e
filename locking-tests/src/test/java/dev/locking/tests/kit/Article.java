package dev.locking.tests.kit;

import dev.locking.MergeRule;
import dev.locking.OnConflict;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An entity with rules for what happens when two people change the same. */
@Entity(name = "Article")
class Article {

    @Id
    long id;

    @Version
    long version;

    @Nullable
    String title = "title";

    @Nullable
    String text = "text";

    @OnConflict(MergeRule.ADD)
    long views;

    @OnConflict(MergeRule.ADD)
    BigDecimal price = new BigDecimal("10.00");

    @OnConflict(MergeRule.MAX)
    int rank = 1;

    @OnConflict(MergeRule.MINE)
    String mine = "";

    @OnConflict(MergeRule.THEIRS)
    String theirs = "";

    @OnConflict(with = Longest.class)
    String longest = "";

    @Embedded
    Size size = new Size();

    @ManyToOne
    @Nullable
    Comment best;

    @ElementCollection
    @OnConflict(MergeRule.UNION)
    Set<String> tags = new HashSet<>(Set.of("a", "b"));

    @ElementCollection
    Set<String> keywords = new HashSet<>(Set.of("k"));

    @OneToMany(mappedBy = "article")
    List<Comment> comments = new ArrayList<>();

    /** Is made anew of what is merged. */
    @OnConflict(MergeRule.MINE)
    @Nullable
    String seen;

    Article() {}

    Article(long id) {
        this.id = id;
    }

    /** Sees what is written in the end. */
    @PreUpdate
    void see() {
        seen = title + "/" + text;
    }

    /** An application's own rule. */
    static final class Longest implements dev.locking.AttributeMerger<String> {

        @Override
        public @Nullable String merge(@Nullable String base, @Nullable String mine, @Nullable String theirs) {
            return mine != null && theirs != null && mine.length() > theirs.length() ? mine : theirs;
        }
    }

    @Embeddable
    static class Size {

        int width = 1;

        int height = 1;
    }

    @Entity(name = "Comment")
    static class Comment {

        @Id
        @GeneratedValue
        @Nullable
        Long id;

        @Version
        long version;

        String text = "";

        @ManyToOne
        @Nullable
        Article article;

        @ElementCollection
        Set<String> marks = new HashSet<>();
    }
}
