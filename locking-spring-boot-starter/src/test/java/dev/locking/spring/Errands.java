package dev.locking.spring;

import dev.locking.ExclusiveGroup;
import dev.locking.GroupKey;
import dev.locking.IdempotencyKey;
import dev.locking.RetryOnConflict;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Runs whatever it is given, under all kinds of attributes. */
class Errands {

    private Callable<Long> next = () -> 0L;

    /** What has no arguments runs next. */
    public void next(Callable<Long> body) {
        next = body;
    }

    @RetryOnConflict
    @Transactional
    public <T> T run(Callable<T> body) throws Exception {
        return body.call();
    }

    @RetryOnConflict(maxRetries = 0)
    @Transactional
    public void once(Runnable body) {
        body.run();
    }

    @RetryOnConflict
    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void requiresNew(Runnable body) {
        body.run();
    }

    @RetryOnConflict
    @Transactional(propagation = Propagation.NESTED)
    public void nested(Runnable body) {
        body.run();
    }

    @RetryOnConflict
    @Transactional(propagation = Propagation.MANDATORY)
    public void mandatory(Runnable body) {
        body.run();
    }

    @RetryOnConflict
    @Transactional(isolation = Isolation.SERIALIZABLE, timeout = 7)
    public void serializable(Runnable body) {
        body.run();
    }

    @RetryOnConflict
    @Transactional(readOnly = true)
    public void readOnly(Runnable body) {
        body.run();
    }

    @RetryOnConflict
    @Transactional(rollbackFor = IOException.class, noRollbackFor = IllegalArgumentException.class)
    public <T> T withRules(Callable<T> body) throws Exception {
        return body.call();
    }

    @RetryOnConflict
    @Transactional(noRollbackFor = RuntimeException.class)
    public <T> T committingAlways(Callable<T> body) throws Exception {
        return body.call();
    }

    @RetryOnConflict
    @Transactional
    public long onlyOnce(@IdempotencyKey String key) throws Exception {
        return next.call();
    }

    @Transactional
    public void notRetried(Runnable body) {
        body.run();
    }

    @RetryOnConflict
    @ExclusiveGroup("errands")
    @Transactional
    public void inTurn(@GroupKey long key, Runnable body) {
        body.run();
    }

    @RetryOnConflict
    @ExclusiveGroup(value = "together", combine = 10)
    @Transactional
    public <T> T together(@GroupKey long key, Callable<T> body) throws Exception {
        return body.call();
    }

    @ExclusiveGroup("alone")
    public void inTurnWithoutTransaction(@GroupKey long key, Runnable body) {
        body.run();
    }
}
