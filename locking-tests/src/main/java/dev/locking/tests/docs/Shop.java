package dev.locking.tests.docs;

import dev.locking.Attempt;
import dev.locking.ExpectedVersion;
import dev.locking.IdempotencyKey;
import dev.locking.RetryOnConflict;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Methods that do more than change rows. */
class Shop {

    private final SessionFactory sessions;
    private final Consumer<String> mails;
    private final ToLongFunction<String> prices;

    Shop(SessionFactory sessions, Consumer<String> mails, ToLongFunction<String> prices) {
        this.sessions = sessions;
        this.mails = mails;
        this.prices = prices;
    }

    // snippet: after-commit
    @RetryOnConflict
    void order(long productId) {
        Product product = session().find(Product.class, productId);
        product.stock--;
        Attempt.current().afterCommit(() -> mails.accept("You have ordered " + product.name));
    }
    // end

    // snippet: outbox
    @RetryOnConflict
    void orderAndTell(long productId) {
        Product product = session().find(Product.class, productId);
        product.stock--;
        session().persist(new OutboxMessage("ordered: " + product.name));
    }
    // end

    // snippet: once
    @RetryOnConflict
    long orderOnce(@IdempotencyKey UUID requestId, long productId) {
        Product product = session().find(Product.class, productId);
        product.stock--;
        return product.stock;
    }
    // end

    // snippet: read-call-write
    void reprice(long productId) {
        Product seen = find(productId); // one transaction
        long price = prices.applyAsLong(seen.name); // none: no connection is held
        setPrice(productId, price, seen.version); // another one
    }

    @RetryOnConflict
    Product find(long productId) {
        return session().find(Product.class, productId);
    }

    @RetryOnConflict
    void setPrice(long productId, long price, @ExpectedVersion(value = Product.class, id = "productId") long version) {
        session().find(Product.class, productId).price = price;
    }
    // end

    private Session session() {
        return sessions.getCurrentSession();
    }
}
