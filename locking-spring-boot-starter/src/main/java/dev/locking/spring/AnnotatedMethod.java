package dev.locking.spring;

import dev.locking.ConflictException;
import dev.locking.OutcomeUnknownException;
import dev.locking.retry.AnnotatedOperation;
import dev.locking.retry.RetryEngine;
import dev.locking.spi.Body;
import dev.locking.spi.DeclaredMethod;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;

/** An annotated method of a bean, and how its calls are executed. */
final class AnnotatedMethod {

    private final BeanMethod method;
    private final AnnotatedOperation annotated;
    private final SpringTransactions transactions;
    private final boolean isOfRepository;
    private final DeclaredMethod declared;
    private volatile @Nullable SpringBoundary boundary;

    AnnotatedMethod(
            BeanMethod method, AnnotatedOperation annotated, SpringTransactions transactions, boolean isOfRepository) {
        this.method = method;
        this.annotated = annotated;
        this.transactions = transactions;
        this.isOfRepository = isOfRepository;
        this.declared = method.declared();
    }

    @Nullable
    Object execute(@Nullable Object[] arguments, Body rest) throws Throwable {
        try {
            return executeAsItIs(Arrays.asList(arguments), rest);
        } catch (ConflictException | OutcomeUnknownException failure) {
            throw isOfRepository ? translated(failure) : failure;
        }
    }

    private @Nullable Object executeAsItIs(List<@Nullable Object> arguments, Body rest) throws Throwable {
        RetryEngine engine = RetryEngine.standard();
        if (!annotated.isRetried()) {
            return annotated.execute(engine, arguments, rest);
        }
        SpringBoundary own = boundary();
        Body body = AdvisedCall.of(declared, !own.isActive(), rest);
        return annotated.execute(engine, own, arguments, body);
    }

    /** The transaction manager is looked for when it is first needed, as Spring does. */
    private SpringBoundary boundary() {
        SpringBoundary known = boundary;
        if (known == null) {
            known = transactions.boundary(method, annotated.operation().unit());
            boundary = known;
        }
        return known;
    }

    /** As Spring does for what leaves a repository: its translation stands inside of the retries and does not see this. */
    private static RuntimeException translated(RuntimeException failure) {
        DataAccessException translated = EntityManagerFactoryUtils.convertJpaAccessExceptionIfPossible(failure);
        return translated == null ? failure : translated;
    }
}
