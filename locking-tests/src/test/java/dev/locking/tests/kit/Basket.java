package dev.locking.tests.kit;

import static java.util.Objects.requireNonNull;

import dev.locking.MergeRule;
import dev.locking.OnConflict;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** What owns other rows and refers to more of them, in every way that is merged, or is not. */
@Entity(name = "Basket")
class Basket {

    enum State {
        OPEN,
        PAID
    }

    @Id
    long id;

    @Version
    long version;

    @Nullable
    String label = "label";

    @Nullable
    String note = "note";

    State state = State.OPEN;

    LocalDate due = LocalDate.of(2026, 1, 31);

    BigDecimal total = new BigDecimal("9.90");

    byte[] picture = {1, 2};

    @OneToMany(mappedBy = "basket", cascade = CascadeType.ALL, orphanRemoval = true, fetch = FetchType.EAGER)
    @OrderBy("id")
    List<Line> lines = new ArrayList<>();

    @OneToMany
    @JoinColumn(name = "basket_id")
    @OnConflict(MergeRule.UNION)
    Set<Coupon> coupons = new HashSet<>();

    @ManyToMany
    @JoinTable(name = "BasketOffer")
    @OnConflict(MergeRule.UNION)
    Set<Coupon> offers = new HashSet<>();

    @ElementCollection
    @OrderColumn
    List<String> steps = new ArrayList<>(List.of("one", "two"));

    @ElementCollection
    Map<String, Integer> counts = new HashMap<>(Map.of("a", 1));

    @ElementCollection
    Set<Stamp> stamps = new HashSet<>(Set.of(new Stamp("anna", 1)));

    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable
    Coupon best;

    Basket() {}

    Basket(long id) {
        this.id = id;
    }

    /** Basket 1, with all that it has. */
    static Basket load(Session session) {
        Basket basket = requireNonNull(session.find(Basket.class, 1L));
        Hibernate.initialize(basket.coupons);
        Hibernate.initialize(basket.offers);
        Hibernate.initialize(basket.steps);
        Hibernate.initialize(basket.counts);
        Hibernate.initialize(basket.stamps);
        Hibernate.initialize(basket.best);
        return basket;
    }

    Line add(String article) {
        Line line = new Line();
        line.article = article;
        line.basket = this;
        lines.add(line);
        return line;
    }

    /** Belongs to one basket, and goes with it. */
    @Entity(name = "Line")
    static class Line {

        @Id
        @GeneratedValue
        @Nullable
        Long id;

        @Version
        long version;

        String article = "";

        @ManyToOne
        @Nullable
        Basket basket;
    }

    /** Belongs to nobody. */
    @Entity(name = "Coupon")
    static class Coupon {

        @Id
        long id;

        @Version
        long version;

        String text = "";

        Coupon() {}

        Coupon(long id) {
            this.id = id;
        }

        /** Also of a proxy. */
        long id() {
            return id;
        }
    }

    /** A value. */
    @Embeddable
    record Stamp(String who, int number) {}
}
