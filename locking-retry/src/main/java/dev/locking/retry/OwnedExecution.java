package dev.locking.retry;

import static java.util.Objects.requireNonNull;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.Operation;
import dev.locking.OutcomeUnknownException;
import dev.locking.RetryPolicy;
import dev.locking.spi.Body;
import dev.locking.spi.Classification;
import dev.locking.spi.FailedAttempt;
import dev.locking.spi.FailureClassifier;
import dev.locking.spi.Outcome;
import dev.locking.spi.Phase;
import dev.locking.spi.Row;
import dev.locking.spi.RunningAttempt;
import dev.locking.spi.TransactionBoundary;
import dev.locking.spi.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call of an operation that owns its transactions: the retry loop. */
final class OwnedExecution extends Execution implements RunningAttempt {

    private final FailureClassifier classifier;
    private final Turns turns;
    private final AfterCommit afterCommit = new AfterCommit();

    private int number;
    private Phase phase = Phase.BODY;
    private @Nullable List<Exception> lost;
    private LostRows lostRows = LostRows.NONE;
    private Turns.@Nullable Turn turn;

    OwnedExecution(
            Operation operation,
            Body body,
            TransactionBoundary boundary,
            FailureClassifier classifier,
            Turns turns,
            Listeners listeners,
            Timing timing) {
        super(operation, body, boundary, listeners, timing);
        this.classifier = classifier;
        this.turns = turns;
    }

    @Override
    @Nullable
    Object run() throws Throwable {
        try {
            return runUntilCommitted();
        } finally {
            giveTurnBack();
        }
    }

    private @Nullable Object runUntilCommitted() throws Throwable {
        while (true) {
            number++;
            phase = Phase.BODY;
            Object result;
            try {
                result = runAsCurrent(() -> boundary.inTransaction(body, this));
            } catch (Throwable failure) {
                throwUnlessToBeRepeated(failure);
                continue;
            }
            giveTurnBack();
            afterCommit.run(operation.name());
            finished(number == 1 ? Outcome.SUCCESS : Outcome.RETRIED);
            return result;
        }
    }

    /** Decides about a failed attempt, whose transaction has ended; returns, after a wait, if another one is due. */
    private void throwUnlessToBeRepeated(Throwable failure) throws Throwable {
        if (phase == Phase.APPLIED) {
            giveTurnBack();
            afterCommit.run(operation.name());
            throw finishedWith(Outcome.FAILED, failure);
        }
        afterCommit.forget();
        Classification classification = failure instanceof Exception exception ? decide(exception) : null;
        if (classification == null) {
            throw finishedWith(Outcome.FAILED, failure);
        }
        List<Conflict> conflicts = classification.conflicts();
        switch (classification.verdict()) {
            case OUTCOME_UNKNOWN -> throw finishedWith(Outcome.UNKNOWN, outcomeUnknown(failure));
            case RETHROW, IF_DECLARED -> throw finishedWith(Outcome.FAILED, failure);
            case SURFACE -> {
                lost((Exception) failure, conflicts);
                throw surfaced(GiveUp.NO_USE, conflicts);
            }
            case RE_EXECUTE -> {
                lost((Exception) failure, conflicts);
                waitForNextAttempt(conflicts);
            }
        }
    }

    /** What the classifiers say, and then what the operation declares; nothing declared makes an open outcome certain. */
    private @Nullable Classification decide(Exception failure) {
        Classification found = classify(failure);
        RetryPolicy policy = operation.policy();
        if (found != null && found.verdict() == Verdict.OUTCOME_UNKNOWN) {
            return found;
        }
        if (policy.isAbortedOn(failure)) {
            return null;
        }
        if (found != null && found.verdict() == Verdict.IF_DECLARED) {
            ConflictKind kind = found.conflicts().get(0).kind();
            return policy.isAlso(kind) ? new Classification(Verdict.RE_EXECUTE, found.conflicts()) : declared(failure);
        }
        return found == null || found.verdict() == Verdict.RETHROW ? declared(failure) : found;
    }

    private @Nullable Classification declared(Exception failure) {
        return operation.policy().isRetriedOn(failure)
                ? new Classification(Verdict.RE_EXECUTE, List.of(new Conflict(ConflictKind.DECLARED, null, null)))
                : null;
    }

    private @Nullable Classification classify(Exception failure) {
        return classifier.classify(new FailedAttempt(failure, phase, operation, boundary));
    }

    private void lost(Exception failure, List<Conflict> conflicts) {
        if (lost == null) {
            lost = new ArrayList<>(4);
        }
        lost.add(failure);
        listeners().onConflict(operation.name(), number, conflicts);
    }

    /** Waits with neither transaction nor connection: first a random while, then for the turn on the rows that clashed. */
    private void waitForNextAttempt(List<Conflict> conflicts) {
        if (number > operation.policy().maxRetries()) {
            throw surfaced(GiveUp.NO_RETRY_LEFT, conflicts);
        }
        long delay = nextDelayNanos();
        if (delay >= remainingNanos()) {
            throw surfaced(GiveUp.DEADLINE, conflicts);
        }
        try {
            sleep(delay);
            if (!takeTurn(lostRows.and(conflicts))) {
                throw surfaced(GiveUp.DEADLINE, conflicts);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw surfaced(GiveUp.INTERRUPTED, conflicts);
        }
    }

    /** Who has the turn does not wait: all others would wait with it, and whoever comes new would go first each time. */
    private long nextDelayNanos() {
        return turn == null
                ? Backoff.delayNanos(
                        operation.policy(), number, timing().random().getAsDouble())
                : 0;
    }

    private void sleep(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (nanos > 0) {
            timing().sleeper().sleep(nanos);
        }
    }

    private boolean takeTurn(LostRows rows) throws InterruptedException {
        if (rows.equals(lostRows)) {
            return true;
        }
        giveTurnBack();
        lostRows = rows;
        turn = turns.take(boundary, rows.all(), remainingNanos(), timing());
        return turn != null;
    }

    private void giveTurnBack() {
        if (turn != null) {
            turn.close();
            turn = null;
        }
    }

    private long remainingNanos() {
        return operation.policy().maxDuration().toNanos() - elapsedNanos();
    }

    private ConflictException surfaced(GiveUp reason, List<Conflict> conflicts) {
        List<Exception> failures = requireNonNull(lost);
        Duration elapsed = Duration.ofNanos(elapsedNanos());
        ConflictException surfaced = new ConflictException(
                reason.message(operation.name(), number, elapsed, conflicts),
                conflicts,
                operation.name(),
                number,
                elapsed,
                failures.get(failures.size() - 1));
        failures.subList(0, failures.size() - 1).forEach(surfaced::addSuppressed);
        return finishedWith(number == 1 ? Outcome.SURFACED : Outcome.EXHAUSTED, surfaced);
    }

    private OutcomeUnknownException outcomeUnknown(Throwable failure) {
        return new OutcomeUnknownException(
                operation.name() + ": the commit of attempt " + number
                        + " was sent and failed without saying whether it"
                        + " was applied; it was not repeated. Check whether the change is there before you call again.",
                operation.name(),
                number,
                failure);
    }

    private <X extends Throwable> X finishedWith(Outcome outcome, X failure) {
        finished(outcome);
        return failure;
    }

    @Override
    public List<Row> rowsToLock() {
        return lostRows.byVersion();
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    @Override
    public void reached(Phase next) {
        phase = next;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public void afterCommit(Runnable action) {
        afterCommit.add(requireNonNull(action, "action"));
    }
}
