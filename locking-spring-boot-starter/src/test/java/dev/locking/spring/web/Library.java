package dev.locking.spring.web;

import dev.locking.ConflictKind;
import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.IdempotencyKey;
import dev.locking.OnBusy;
import dev.locking.RetryOnConflict;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.annotation.Transactional;

/** What is done with books. */
class Library {

    private final EntityManager entities;
    private final Meanwhile meanwhile;

    Library(EntityManagerFactory factory, Meanwhile meanwhile) {
        this.entities = SharedEntityManagerCreator.createSharedEntityManager(factory);
        this.meanwhile = meanwhile;
    }

    /** With the version that a caller has seen. */
    @RetryOnConflict
    @Transactional
    public Book rename(long id, long version, String title) {
        Book seen = new Book(id);
        seen.version = version;
        seen.title = title;
        return entities.merge(seen);
    }

    @RetryOnConflict(maxRetries = 0)
    @Transactional
    public Book renameOnce(long id, String title) {
        return change(id, title);
    }

    /** Is called by one test alone, since a process counts all calls together. */
    @RetryOnConflict(maxRetries = 0)
    @Transactional
    public Book renameCounted(long id, String title) {
        return change(id, title);
    }

    private Book change(long id, String title) {
        Book book = entities.find(Book.class, id);
        book.title = title;
        book.note = "mine";
        meanwhile.happens();
        return book;
    }

    /** Attempt n loses on book n, since an execution locks what it has lost on before. */
    @RetryOnConflict(maxRetries = 1)
    @Transactional
    public void renameAll(String title) {
        for (long id = 1; id <= 3; id++) {
            entities.find(Book.class, id).title = title;
        }
        meanwhile.happens();
    }

    @RetryOnConflict(maxRetries = 1, also = ConflictKind.DUPLICATE)
    @Transactional
    public void add(long id, String code) {
        meanwhile.happens();
        Book book = new Book(id);
        book.code = code;
        entities.persist(book);
    }

    @RetryOnConflict
    @ExclusiveGroup(value = "books", onBusy = OnBusy.FAIL)
    @Transactional
    public void inTurn(@GroupKey long id) {
        meanwhile.happens();
    }

    @RetryOnConflict
    @Transactional
    public long once(@IdempotencyKey String key, long id) {
        return id;
    }

    @Transactional(readOnly = true)
    public @Nullable Book find(long id) {
        return entities.find(Book.class, id);
    }
}
