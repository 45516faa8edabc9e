package dev.locking.tests.merge;

import dev.locking.ConflictException;
import dev.locking.Operation;
import dev.locking.Resolution;
import dev.locking.RetryPolicy;
import dev.locking.retry.Locking;
import dev.locking.tests.databases.Database;
import dev.locking.tests.kit.Bank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.Hibernate;
import org.hibernate.Session;

/** Sheets in a database, and people who change them, each in a call of the library. */
final class Office implements AutoCloseable {

    /** How many sheets there are to refer to; their identifiers begin at 1. */
    static final long PARENTS = 3;

    /** What a person was told: a conflict, or nothing. */
    record Told(Optional<ConflictException> conflict) {

        boolean isSurfaced() {
            return conflict.isPresent();
        }
    }

    private static final Operation REAPPLYING = changing(Resolution.REAPPLY);

    private static final Operation SURFACING = changing(Resolution.SURFACE);

    private final Bank bank;
    private final ExecutorService people = Executors.newCachedThreadPool();
    private final AtomicLong lastId = new AtomicLong();

    Office(Database database) {
        Map<String, Object> settings = new HashMap<>(database.freshSchema().hibernateSettings());
        bank = Bank.with(settings, Sheet.class);
        for (int i = 0; i < PARENTS; i++) {
            open(new Values(Map.of()));
        }
    }

    /** Busy machines get the time that they need. */
    private static Operation changing(Resolution resolution) {
        return Operation.named("Office.change")
                .policy(RetryPolicy.builder()
                        .resolution(resolution)
                        .maxDuration(Duration.ofMinutes(1))
                        .build());
    }

    /** A new sheet with the values in it. */
    long open(Values values) {
        long id = lastId.incrementAndGet();
        bank.inAnotherSession(session -> {
            Sheet sheet = new Sheet(id);
            values.write(sheet, session);
            session.persist(sheet);
            return null;
        });
        return id;
    }

    Values committed(long id) {
        return bank.inAnotherSession(session -> Values.of(session.find(Sheet.class, id)));
    }

    /** Commits a change while somebody else's call runs. */
    void changeElsewhere(long id, Values change) {
        bank.inAnotherSession(session -> {
            change.write(session.find(Sheet.class, id), session);
            return null;
        });
    }

    /** All of them have read the sheet before anybody changes it. */
    List<Told> changeAtTheSameTime(long id, List<Values> changes) throws Exception {
        CyclicBarrier allHaveRead = new CyclicBarrier(changes.size());
        List<Callable<Told>> calls = new ArrayList<>();
        for (Values change : changes) {
            calls.add(() -> reapplying(List.of(id), List.of(change), allHaveRead::await));
        }
        List<Told> told = new ArrayList<>();
        for (Future<Told> call : people.invokeAll(calls)) {
            told.add(call.get());
        }
        return told;
    }

    /** The change of each sheet is made by one body, after something else has happened, and is never made again. */
    Told reapplying(List<Long> ids, List<Values> changes, Callable<?> meanwhile) throws Exception {
        AtomicInteger bodies = new AtomicInteger();
        return told(() -> Locking.<Integer, Exception>call(REAPPLYING, () -> {
            if (bodies.incrementAndGet() > 1) {
                throw new IllegalStateException("The body ran again");
            }
            return change(ids, changes, meanwhile);
        }));
    }

    Told surfacing(long id, Values change, Callable<?> meanwhile) throws Exception {
        return told(() ->
                Locking.<Integer, Exception>call(SURFACING, () -> change(List.of(id), List.of(change), meanwhile)));
    }

    private int change(List<Long> ids, List<Values> changes, Callable<?> meanwhile) throws Exception {
        Session session = bank.currentSession();
        List<Sheet> sheets = ids.stream().map(id -> read(id, session)).toList();
        meanwhile.call();
        for (int i = 0; i < sheets.size(); i++) {
            changes.get(i).write(sheets.get(i), session);
        }
        return sheets.size();
    }

    private static Sheet read(long id, Session session) {
        Sheet sheet = session.find(Sheet.class, id);
        Hibernate.initialize(sheet.words);
        Hibernate.initialize(sheet.tags);
        Hibernate.initialize(sheet.remarks);
        return sheet;
    }

    private static Told told(Callable<?> call) throws Exception {
        try {
            call.call();
            return new Told(Optional.empty());
        } catch (ConflictException conflict) {
            return new Told(Optional.of(conflict));
        }
    }

    @Override
    public void close() {
        people.shutdownNow();
        bank.close();
    }
}
