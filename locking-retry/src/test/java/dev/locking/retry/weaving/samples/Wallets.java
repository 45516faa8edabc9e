package dev.locking.retry.weaving.samples;

import dev.locking.Attempt;
import dev.locking.ConflictKind;
import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.IdempotencyKey;
import dev.locking.OnBusy;
import dev.locking.RetryOnConflict;
import dev.locking.UnknownOutcome;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.retry.StubIntegration.StubConflict;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

/** One method of each kind; every one of them meets a conflict at its first attempt. */
@SuppressWarnings("unused")
public class Wallets extends Accounts implements Audited, Callable<String> {

    /** An annotation as a framework has it. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.PARAMETER})
    public @interface Marked {
        String value() default "";
    }

    /** An annotation on the use of a type. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE_USE)
    public @interface MarkedUse {}

    private final List<Object> seen = new ArrayList<>();

    @RetryOnConflict
    String instance(String amount) {
        seen.add(amount);
        amount = "changed by attempt " + conflictOnce();
        return amount;
    }

    @RetryOnConflict
    static String ofClass(String amount) {
        return amount + conflictOnce();
    }

    @RetryOnConflict
    private String hidden(String amount) {
        return amount + conflictOnce();
    }

    @RetryOnConflict
    final String unchangeable(String amount) {
        return amount + conflictOnce();
    }

    @RetryOnConflict
    protected <T extends Comparable<T>> List<T> generic(List<? extends T> amounts, T one) {
        List<T> all = new ArrayList<>(amounts);
        all.add(one);
        conflictOnce();
        return all;
    }

    @RetryOnConflict
    String varargs(String first, Object... more) {
        return first + Arrays.toString(more) + conflictOnce();
    }

    @RetryOnConflict
    public long primitives(boolean a, byte b, char c, short d, int e, long f, float g, double h) {
        conflictOnce();
        return (a ? 1 : 0) + b + c + d + e + f + (long) g + (long) h;
    }

    @RetryOnConflict
    double wide(double first, long second) {
        conflictOnce();
        return first + second;
    }

    @RetryOnConflict
    boolean flag() {
        return conflictOnce() == 2;
    }

    @RetryOnConflict
    void nothing(List<String> log) {
        log.add("attempt " + conflictOnce());
    }

    @RetryOnConflict
    public void checked() throws IOException {
        conflictOnce();
        throw new IOException("disk full");
    }

    public String selfInvocation() {
        return hidden("self ");
    }

    @Override
    public String call() {
        return selfInvocation();
    }

    @RetryOnConflict
    public String withLambdaAndSuper(String amount) {
        Callable<String> inner = () -> super.inherited(amount) + seen.size();
        try {
            conflictOnce();
            return inner.call();
        } catch (StubConflict conflict) {
            throw conflict;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    @RetryOnConflict
    protected String overriddenAndAnnotated() {
        return "below " + conflictOnce();
    }

    @Override
    protected String overridden() {
        return "below " + conflictOnce();
    }

    @RetryOnConflict(maxRetries = 1, delay = "0ms", unit = "orders")
    @Marked("method")
    public <T> @MarkedUse String annotated(@Marked("first") long walletId, @Marked T amount) {
        throw new StubConflict("always");
    }

    @RetryOnConflict(
            also = {ConflictKind.DUPLICATE, ConflictKind.LOCK_TIMEOUT},
            retryOn = {IOException.class, IllegalArgumentException.class},
            abortOn = StubConflict.class)
    public String declared(Exception first) throws Exception {
        if (Attempt.current().number() == 1) {
            throw first;
        }
        return "attempt " + Attempt.current().number();
    }

    @RetryOnConflict(cycle = "R2/PT0S")
    void cycled() {
        throw new StubConflict("always");
    }

    @RetryOnConflict(policy = "twice")
    void byPolicy() {
        throw new StubConflict("always");
    }

    @RetryOnConflict
    public long keyed(long walletId, @IdempotencyKey String order, BigDecimal amount) {
        seen.add(order);
        conflictOnce();
        return walletId + amount.longValue();
    }

    @RetryOnConflict(outcome = UnknownOutcome.VERIFY)
    static void keyedOfClass(@IdempotencyKey UUID order) {
        conflictOnce();
    }

    /** A parameter that has a key. */
    public record Order(long id, String note) {}

    @RetryOnConflict
    @ExclusiveGroup("woven")
    boolean grouped(@GroupKey long first, String other, @GroupKey("id") Order order) {
        conflictOnce();
        return ExclusiveGroups.holder("woven", first).isPresent()
                && ExclusiveGroups.holder("woven", order.id()).isPresent()
                && ExclusiveGroups.holder("woven", other).isEmpty();
    }

    @ExclusiveGroup(value = "woven", maxWait = "1s", onBusy = OnBusy.FAIL, maxQueued = 2)
    private static String groupedOnly(@GroupKey List<String> keys) {
        return ExclusiveGroups.holder("woven", keys.get(1)).orElseThrow().operation();
    }

    public List<Object> seen() {
        return seen;
    }

    static int conflictOnce() {
        int number = Attempt.current().number();
        if (number == 1) {
            throw new StubConflict("attempt 1");
        }
        return number;
    }
}
