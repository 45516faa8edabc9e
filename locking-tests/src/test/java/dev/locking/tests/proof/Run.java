package dev.locking.tests.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** One run of a body: what it does to the data, and what it saw. Each change leaves a line in the journal. */
final class Run {

    /** More lines than any run writes. */
    private static final int LINES = 8;

    private final long token;
    private final long id;
    private final Session session;
    private final Map<Long, List<Long>> reads = new HashMap<>();
    private final List<Long> sums = new ArrayList<>();

    private int lines;

    Run(long token, long id, Session session) {
        this.token = token;
        this.id = id;
        this.session = session;
    }

    void credit(long accountId, long amount) {
        Account account = found(session.find(Account.class, accountId));
        long before = account.balance;
        account.balance += amount;
        journal(accountId, account.version, before, account.balance);
    }

    void read(long listId) {
        reads.put(listId, found(session.find(GrowingList.class, listId)).asList());
    }

    void append(long listId) {
        GrowingList list = found(session.find(GrowingList.class, listId));
        reads.put(listId, list.asList());
        long before = list.value();
        list.append(id);
        journal(listId, list.version, before, list.value());
    }

    void addUp(long firstAccount, long lastAccount) {
        sums.add(session.createSelectionQuery(
                        "select sum(balance) from ProofAccount where id between :first and :last", Long.class)
                .setParameter("first", firstAccount)
                .setParameter("last", lastAccount)
                .getSingleResult());
    }

    /** After a connection is lost, Hibernate's find answers null now and then (HHH-12472), although the row is there. */
    private static <T> T found(@Nullable T entity) {
        if (entity == null) {
            throw new IllegalStateException(Fault.INJECTED + "the row could not be read");
        }
        return entity;
    }

    void flush() {
        session.flush();
    }

    private void journal(long row, long version, long before, long after) {
        Effect effect = new Effect(token, id, row, version, before, after);
        session.persist(new JournalLine(id * LINES + lines++, effect));
    }

    long id() {
        return id;
    }

    List<Long> sums() {
        return sums;
    }

    boolean wrote() {
        return lines > 0;
    }

    ListTransaction onLists() {
        return new ListTransaction(id, reads);
    }
}
