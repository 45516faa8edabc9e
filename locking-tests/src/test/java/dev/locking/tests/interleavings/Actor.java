package dev.locking.tests.interleavings;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.tests.door.Door;
import dev.locking.tests.kit.Bank;
import dev.locking.tests.kit.Wallet;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation, on a thread of its own. Its methods write steps for the script; what happened is there to be
 * asked when the script is over.
 */
final class Actor {

    /** How the operation is called. */
    @FunctionalInterface
    interface Call {

        @Nullable
        Object through(Door.Work<@Nullable Object> body) throws Exception;
    }

    /** What a body throws that has changed its mind: no conflict, nor anything that looks like one. */
    private static final class ChangedItsMind extends Exception {

        private static final long serialVersionUID = 1L;
    }

    private final Bank bank;
    private final Call call;
    private final List<Object> seen = new ArrayList<>();
    private final List<String> story = new ArrayList<>();
    private List<Conflict> lastConflicts = List.of();
    private int bodies;
    private int attempts;
    private @Nullable Script script;

    Actor(Bank bank, Call call) {
        this.bank = bank;
        this.call = call;
    }

    /** Reads the wallet into the session. */
    Step reads(long wallet) {
        return does(session -> seen.add(balance(session.find(Wallet.class, wallet))));
    }

    Step reads(long wallet, LockModeType lock) {
        return does(session -> seen.add(balance(session.find(Wallet.class, wallet, lock))));
    }

    /** Asks the database, whatever the session knows, and leaves nothing in the session. */
    Step asks(long wallet) {
        return does(session -> seen.add(
                session.createSelectionQuery("select coalesce(sum(balance), 0) from Wallet where id = :id", Long.class)
                        .setParameter("id", wallet)
                        .getSingleResult()));
    }

    /** Asks the database how many wallets have the balance. */
    Step counts(long balance) {
        return does(session -> seen.add(
                session.createSelectionQuery("select count(*) from Wallet where balance = :balance", Long.class)
                        .setParameter("balance", balance)
                        .getSingleResult()));
    }

    /** Changes the wallet in memory; the statement comes with a flush, and be it that of the commit. */
    Step credits(long wallet, long amount) {
        return does(session -> credit(session, wallet, amount));
    }

    /** Changes the wallet and sends the statement at once. */
    Step writes(long wallet, long amount) {
        return does(session -> {
            credit(session, wallet, amount);
            session.flush();
        });
    }

    Step deletes(long wallet) {
        return does(session -> session.remove(wallet(session, wallet)));
    }

    Step opens(long wallet, long balance) {
        return does(session -> session.persist(new Wallet(wallet, balance)));
    }

    Step flushes() {
        return does(Session::flush);
    }

    /** The end of the body, and the commit. */
    Step commits() {
        return does(session -> {});
    }

    /** The end of the body, by a failure that is no conflict. */
    Step changesItsMind() {
        return does(session -> {
            throw new ChangedItsMind();
        });
    }

    Step does(Step.Action action) {
        return new Step(this, 1, action);
    }

    /** The step as one of the second attempt, which then follows the script too. */
    Step again(Step step) {
        return new Step(this, 2, step.action);
    }

    private static void credit(Session session, long id, long amount) {
        wallet(session, id).balance += amount;
    }

    private static Wallet wallet(Session session, long id) {
        Wallet wallet = session.find(Wallet.class, id);
        if (wallet == null) {
            throw new NoSuchElementException("no wallet " + id);
        }
        return wallet;
    }

    private static Object balance(@Nullable Wallet wallet) {
        return wallet == null ? "nothing" : wallet.balance;
    }

    /** Plays its part, from the first attempt to the end of the call. */
    void play(Script part) {
        script = part;
        ActorListener.tell(this);
        try {
            call.through(() -> {
                bodies++;
                seen.clear();
                part.body(this, bodies, bank.currentSession());
                return null;
            });
            story.add("committed");
        } catch (ConflictException e) {
            story.add(e.conflicts().equals(lastConflicts) ? "surfaced" : "surfaced something else: " + e.conflicts());
        } catch (Throwable e) {
            story.add(e.getClass().getSimpleName());
        }
    }

    /** An attempt of the calling thread is lost. */
    void lost(List<Conflict> conflicts) {
        lastConflicts = conflicts;
        story.add(conflicts.stream().map(Actor::text).sorted().collect(Collectors.joining(", ")));
        if (script != null) {
            script.lost(this);
        }
    }

    /** A story is about rows; what was changed in them is told elsewhere. */
    private static String text(Conflict conflict) {
        return new Conflict(
                        conflict.kind(),
                        conflict.entityName(),
                        conflict.id(),
                        conflict.baseVersion(),
                        conflict.currentVersion())
                .toString();
    }

    void finished(int numberOfAttempts) {
        attempts = numberOfAttempts;
    }

    /** Each conflict on which an attempt was lost, and how the call ended. */
    List<String> story() {
        return story;
    }

    /** What the last attempt has read. */
    List<Object> seen() {
        return seen;
    }

    int bodies() {
        return bodies;
    }

    int attempts() {
        return attempts;
    }
}
