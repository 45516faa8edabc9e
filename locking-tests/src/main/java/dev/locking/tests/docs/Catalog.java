package dev.locking.tests.docs;

import dev.locking.ExpectedVersion;
import dev.locking.Resolution;
import dev.locking.RetryOnConflict;
import dev.locking.hibernate.Snapshot;
import dev.locking.hibernate.Versions;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Products that several people edit. */
class Catalog {

    private final SessionFactory sessions;
    private final Consumer<String> labels;
    private final LongConsumer charges;

    Catalog(SessionFactory sessions, Consumer<String> labels, LongConsumer charges) {
        this.sessions = sessions;
        this.labels = labels;
        this.charges = charges;
    }

    // snippet: reapply
    @RetryOnConflict(resolution = Resolution.REAPPLY)
    void rename(long productId, String name) {
        labels.accept(name); // once
        session().find(Product.class, productId).name = name;
    }
    // end

    // snippet: snapshot
    void edit(long productId, Consumer<Product> form) {
        Product product = find(productId);
        Snapshot base = Snapshot.of(product); // or of some attributes: Snapshot.of(product, "name", "stock")
        form.accept(product); // in no transaction
        save(product, base);
    }

    @RetryOnConflict
    Product save(Product edited, Snapshot base) {
        return base.rebase(edited, session()); // the managed, merged instance
    }
    // end

    @RetryOnConflict
    Product find(long productId) {
        return session().find(Product.class, productId);
    }

    // snippet: expected-version
    @RetryOnConflict
    void renameSeen(long id, String name, @ExpectedVersion(Product.class) long version) {
        session().find(Product.class, id).name = name;
    }
    // end

    // snippet: require
    @RetryOnConflict
    void restock(long id, long amount, long seen) {
        Product product = Versions.require(session(), Product.class, id, seen); // loads it; GONE if it is not there
        product.stock += amount;
    }

    @RetryOnConflict
    void discontinue(long id, long seen) {
        Product product = session().find(Product.class, id);
        Versions.require(product, seen); // of what is at hand
        product.stock = 0;
    }
    // end

    // snippet: require-current
    @RetryOnConflict
    void buy(long productId) {
        Product product = session().find(Product.class, productId);
        product.stock--;
        Versions.requireCurrent(product); // the row is still as this transaction has read it
        charges.accept(product.price);
    }
    // end

    private Session session() {
        return sessions.getCurrentSession();
    }
}
