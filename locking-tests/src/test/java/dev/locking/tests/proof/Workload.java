package dev.locking.tests.proof;

import dev.locking.ConflictException;
import dev.locking.OutcomeUnknownException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.h2.api.ErrorCode;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/**
 * Many threads that make calls in turn, each with a token of its own.
 *
 * @param world where
 * @param strategy how
 * @param faults what goes wrong on purpose
 * @param errands what the call with a token does
 * @param mayFail whether calls may fail without a fault of ours, because somebody kills the database
 */
record Workload(World world, Strategy strategy, Faults faults, LongFunction<Errand> errands, boolean mayFail) {

    static final int THREADS = 8;

    private static final long LONGEST_WAIT_NANOS = 2_000_000;

    History run(long calls) throws InterruptedException {
        return run(calls, () -> false);
    }

    /** Makes so many calls, or fewer if somebody says that it is enough. */
    History run(long calls, BooleanSupplier enough) throws InterruptedException {
        AtomicLong tokens = new AtomicLong();
        AtomicLong runs = new AtomicLong();
        List<Callable<History>> people = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            people.add(() -> {
                History history = new History();
                long token;
                while (!enough.getAsBoolean() && (token = tokens.getAndIncrement()) < calls) {
                    new Visit(token, runs, history).make();
                }
                return history;
            });
        }
        return inParallel(people);
    }

    private static History inParallel(List<Callable<History>> people) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(people.size());
        try {
            History all = new History();
            for (Future<History> history : threads.invokeAll(people)) {
                all.addAll(history.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the workload itself failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** One call. */
    private final class Visit {

        private final long token;
        private final AtomicLong runs;
        private final History history;
        private final Errand errand;

        private int bodies;
        private @Nullable Run last;

        Visit(long token, AtomicLong runs, History history) {
            this.token = token;
            this.runs = runs;
            this.history = history;
            this.errand = errands.apply(token);
        }

        void make() {
            faults.begin(token);
            Throwable failure = failureOfCall();
            CallFaults happened = faults.end();
            boolean interrupted = Thread.interrupted();
            Told told = told(failure);
            Call call = new Call(token, errand.effects(), told, bodies);
            Run run = last;
            if (run == null) {
                history.addWithoutRun(call);
            } else {
                history.add(call, run);
            }
            history.addConnections(happened.connections());
            history.addFaults(happened.struckInCall());
            if (failure != null) {
                history.addFailure(failure);
            }
            check(call, failure, happened, interrupted);
        }

        private @Nullable Throwable failureOfCall() {
            try {
                strategy.call(world.factory(), this::body);
                return null;
            } catch (Throwable failure) {
                return failure;
            }
        }

        private void body(Session session) {
            Run run = new Run(token, runs.incrementAndGet(), session);
            last = run;
            bodies++;
            errand.run(run);
            letOthersIn(token % 4 == 0 ? THREADS / 2 : 0);
            Faults.inBody();
        }

        /** Lets some other bodies run meanwhile, for more conflicts than such short transactions would have. */
        @SuppressWarnings("ThreadPriorityCheck") // It yields while it waits, but relies on the counter.
        private void letOthersIn(int others) {
            long enough = runs.get() + others;
            long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
            do {
                Thread.yield();
            } while (runs.get() < enough && System.nanoTime() < deadline);
        }

        private Told told(@Nullable Throwable failure) {
            if (failure == null) {
                return Told.OK;
            }
            return failure instanceof OutcomeUnknownException ? Told.UNKNOWN : Told.FAILED;
        }

        private void check(Call call, @Nullable Throwable failure, CallFaults happened, boolean interrupted) {
            boolean wasInterrupted = happened.struckInCall().containsKey(Fault.INTERRUPT);
            if (wasInterrupted && isH2sAnswerToAnInterrupt(failure)) {
                return;
            }
            if (wasInterrupted != interrupted) {
                history.addUnexpected(call + " ended with the interrupt flag " + interrupted);
            }
            boolean explained =
                    switch (call.told()) {
                        case OK -> true;
                        case FAILED ->
                            failure instanceof ConflictException || isOurs(failure) || isH2sOwnError(failure);
                        case UNKNOWN -> happened.commitWasDisturbed();
                    };
            if (!explained && !mayFail) {
                history.addUnexpected(call + " after " + happened.struckInCall() + ": " + traceOf(failure));
            }
        }

        /** H2 takes the interrupt of a thread that waits for a lock, clears the flag and says that the wait timed out. */
        private static boolean isH2sAnswerToAnInterrupt(@Nullable Throwable failure) {
            SQLException answer = answer(failure);
            return answer != null && answer.getErrorCode() == ErrorCode.LOCK_TIMEOUT_1;
        }

        /** H2 2.3.232 trips over itself, once in a million calls, when another thread resolves a deadlock meanwhile. */
        private static boolean isH2sOwnError(@Nullable Throwable failure) {
            SQLException answer = answer(failure);
            return answer != null
                    && answer.getErrorCode() == ErrorCode.GENERAL_ERROR_1
                    && String.valueOf(answer.getMessage()).contains("has status ROLLING_BACK, not OPEN");
        }

        private static @Nullable SQLException answer(@Nullable Throwable failure) {
            Throwable cause = failure;
            while (cause != null && !(cause instanceof SQLException)) {
                cause = cause.getCause();
            }
            return (SQLException) cause;
        }

        /** Whether the failure is one that was injected, or says that it comes from one. */
        private static boolean isOurs(@Nullable Throwable failure) {
            Throwable cause = failure;
            while (cause != null) {
                if (String.valueOf(cause.getMessage()).startsWith(Fault.INJECTED)) {
                    return true;
                }
                cause = cause.getCause();
            }
            return false;
        }

        private static String traceOf(@Nullable Throwable failure) {
            StringWriter trace = new StringWriter();
            if (failure != null) {
                failure.printStackTrace(new PrintWriter(trace));
            }
            return trace.toString();
        }
    }
}
