package dev.locking.retry;

import dev.locking.Operation;
import dev.locking.spi.Body;
import dev.locking.spi.DeclaredMethod;
import dev.locking.spi.TransactionBoundary;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An annotated method, and how its calls are executed: the one place for all doors whose callers pass arguments. Thread-safe.
 */
public final class AnnotatedOperation {

    private final Operation declared;
    private final Use use;
    private final @Nullable LockingSettings own;
    private final int idempotencyKey;
    private final List<KeyReader> groupKeys;
    private final List<VersionReader> expectedVersions;
    private final Class<?> resultType;

    private volatile @Nullable ConfiguredOperation configured;

    private AnnotatedOperation(
            Operation declared, AnnotationSettings read, @Nullable LockingSettings own, MethodType signature) {
        this.declared = declared;
        this.use = new Use(read.isRetried(), read.idempotencyKey() >= 0);
        this.own = own;
        this.idempotencyKey = read.idempotencyKey();
        this.groupKeys = read.groupKeys(signature);
        this.expectedVersions = read.expectedVersions(declared.name());
        this.resultType = signature.returnType();
    }

    /**
     * Reads what the annotations say.
     *
     * @param caller may call the accessors of the properties that are keys; its class loader knows the exceptions that are
     *     named
     * @param name of the operation
     * @param method the annotated method
     * @param settings what the annotations say, as {@code name=value}: the settings of {@link dev.locking.RetryOnConflict}
     *     by their names; {@code retried=false} if it is not there; {@code group} with the group's name, and after it its
     *     settings as {@code group.maxWait} and so on; {@code groupKeys} with the parameters that are keys, each by its
     *     index and perhaps a property, as in {@code 0,2.id}; {@code idempotencyKey} with the index of that one; and
     *     {@code expectedVersions} with the index of each, that of the row's identifier and its class, as in
     *     {@code 2:0:com.shop.Product}
     * @return the operation
     * @throws IllegalArgumentException if a setting makes no sense
     * @throws IllegalStateException if a property cannot be read
     */
    public static AnnotatedOperation of(
            MethodHandles.Lookup caller, String name, DeclaredMethod method, String... settings) {
        return of(null, caller, name, method, settings);
    }

    /**
     * As the other, in an application that has settings of its own.
     *
     * @param own what is configured in the application, or null for the {@linkplain LockingSettings#standard standard}
     * @param caller as there
     * @param name of the operation
     * @param method the annotated method
     * @param settings what the annotations say
     * @return the operation
     * @throws IllegalArgumentException if a setting makes no sense
     * @throws IllegalStateException if a property cannot be read
     */
    public static AnnotatedOperation of(
            @Nullable LockingSettings own,
            MethodHandles.Lookup caller,
            String name,
            DeclaredMethod method,
            String... settings) {
        AnnotationSettings read = new AnnotationSettings(caller, settings);
        return new AnnotatedOperation(read.operation(name).declaredBy(method), read, own, method.signature());
    }

    /**
     * Its name, and the policy and the group that are configured for it now.
     *
     * @return the same instance until a setting changes
     * @throws IllegalArgumentException if what annotations and configuration say does not go together
     */
    public Operation operation() {
        LockingSettings settings = own == null ? LockingSettings.standard() : own;
        ConfiguredOperation known = configured;
        if (known == null || known.settings() != settings.inEffect()) {
            known = settings.configure(declared, use);
            configured = known;
        }
        return known.operation();
    }

    /**
     * Whether the method is retried.
     *
     * @return false if it is only in a group
     */
    public boolean isRetried() {
        return use.retried();
    }

    /**
     * Whether a call cannot be executed without its arguments.
     *
     * @return false for a method that is retried, and nothing else
     */
    public boolean needsArguments() {
        return idempotencyKey >= 0 || declared.group() != null || !expectedVersions.isEmpty();
    }

    /**
     * Executes a call on the boundary that the engine finds.
     *
     * @param engine the engine
     * @param arguments of the method, without the receiver
     * @param body what each attempt runs
     * @return what the body of the attempt that committed returned
     * @throws Throwable as {@link RetryEngine#execute(Operation, Body, IdempotentCall, List)}
     */
    public @Nullable Object execute(RetryEngine engine, List<?> arguments, Body body) throws Throwable {
        Operation operation = operation();
        if (use.retried()) {
            return execute(operation, engine, engine.boundary(operation), arguments, body);
        }
        return operation.group() == null
                ? body.run()
                : engine.executeInGroup(operation, keysOfGroup(operation, arguments), body);
    }

    /**
     * Executes a call of a method that is {@linkplain #isRetried retried} on a boundary that the caller knows.
     *
     * @param engine the engine
     * @param boundary where it is executed
     * @param arguments of the method, without the receiver
     * @param body what each attempt runs
     * @return what the body of the attempt that committed returned
     * @throws Throwable as {@link RetryEngine#execute(Operation, Body, IdempotentCall, List)}
     */
    public @Nullable Object execute(RetryEngine engine, TransactionBoundary boundary, List<?> arguments, Body body)
            throws Throwable {
        return execute(operation(), engine, boundary, arguments, body);
    }

    private @Nullable Object execute(
            Operation operation, RetryEngine engine, TransactionBoundary boundary, List<?> arguments, Body body)
            throws Throwable {
        Body checked = VersionReader.checked(expectedVersions, arguments, boundary, body);
        return engine.execute(operation, boundary, checked, once(arguments), keysOfGroup(operation, arguments));
    }

    private @Nullable IdempotentCall once(List<?> arguments) {
        if (idempotencyKey < 0) {
            return null;
        }
        List<@Nullable Object> others = new ArrayList<>(arguments);
        Object key = others.remove(idempotencyKey);
        return new IdempotentCall(key, others, resultType);
    }

    private List<@Nullable Object> keysOfGroup(Operation operation, List<?> arguments) throws Throwable {
        if (operation.group() == null) {
            return List.of();
        }
        List<@Nullable Object> keys = new ArrayList<>(groupKeys.size());
        for (KeyReader reader : groupKeys) {
            keys.add(reader.read(arguments));
        }
        return keys;
    }
}
