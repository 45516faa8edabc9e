package dev.locking.spring;

import static java.util.Objects.requireNonNull;

import dev.locking.ExclusiveGroup;
import dev.locking.Operation;
import dev.locking.RetryOnConflict;
import dev.locking.retry.AnnotatedOperation;
import dev.locking.retry.LockingSettings;
import dev.locking.retry.weaving.ProxiedMethod;
import dev.locking.spi.Woven;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.stereotype.Repository;
import org.springframework.util.ClassUtils;

/**
 * Finds {@code @RetryOnConflict} and {@code @ExclusiveGroup}, also as parts of other annotations. The annotation of a method
 * wins over that of its type, and the class over its interfaces. On a type, it means the public methods that the type
 * declares. An overridden method of a superclass says nothing of the one that overrides it. Thread-safe.
 */
final class AnnotatedMethods {

    private static final Logger LOG = Logger.getLogger(RetryAdvisor.class);

    private static final String SPRING_DATA = "org.springframework.data.repository.Repository";

    private final Map<MethodClassKey, Optional<AnnotatedMethod>> known = new ConcurrentHashMap<>();
    private final AtomicBoolean unwovenTold = new AtomicBoolean();
    private final ObjectProvider<SpringTransactions> transactions;
    private final ObjectProvider<LockingSettings> settings;

    AnnotatedMethods(ObjectProvider<SpringTransactions> transactions, ObjectProvider<LockingSettings> settings) {
        this.transactions = transactions;
        this.settings = settings;
    }

    /**
     * Looks at a method of a bean.
     *
     * @throws IllegalStateException if what its annotations ask for cannot be done
     */
    @Nullable
    AnnotatedMethod find(Method called, @Nullable Class<?> targetClass) {
        if (called.getDeclaringClass() == Object.class) {
            return null;
        }
        MethodClassKey key = new MethodClassKey(called, targetClass);
        Optional<AnnotatedMethod> found = known.get(key);
        if (found == null) {
            found = Optional.ofNullable(read(called, targetClass));
            known.put(key, found);
        }
        return found.orElse(null);
    }

    private @Nullable AnnotatedMethod read(Method called, @Nullable Class<?> targetClass) {
        BeanMethod method = BeanMethod.of(called, targetClass);
        Found<RetryOnConflict> retry = find(RetryOnConflict.class, method, called);
        if (retry == null) {
            retry = ofType(method, called);
        }
        Found<ExclusiveGroup> group = find(ExclusiveGroup.class, method, called);
        if (retry == null && group == null) {
            return null;
        }
        return annotated(method, retry, group);
    }

    /** An annotation, and the method that has it, or is meant by its type. */
    private record Found<A extends Annotation>(A annotation, Method method) {}

    private static <A extends Annotation> @Nullable Found<A> find(Class<A> type, BeanMethod method, Method called) {
        Found<A> found = find(type, method.method());
        return found == null ? find(type, called) : found;
    }

    private static <A extends Annotation> @Nullable Found<A> find(Class<A> type, Method method) {
        MergedAnnotation<A> found = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
                .get(type, annotation -> isOwnOrOfInterface(annotation.getSource(), method));
        return found.isPresent() && found.getSource() instanceof Method source
                ? new Found<>(found.synthesize(), source)
                : null;
    }

    private static boolean isOwnOrOfInterface(@Nullable Object source, Method method) {
        return source instanceof Method found
                && (found.equals(method) || found.getDeclaringClass().isInterface());
    }

    private static @Nullable Found<RetryOnConflict> ofType(BeanMethod bean, Method called) {
        Method method = bean.method();
        if (!Modifier.isPublic(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            return null;
        }
        Found<RetryOnConflict> found = ofType(method);
        if (found == null) {
            found = ofType(called);
        }
        for (Class<?> type : ClassUtils.getAllInterfacesForClassAsSet(bean.type())) {
            Method declared = ClassUtils.getMethodIfAvailable(type, method.getName(), method.getParameterTypes());
            if (found == null && declared != null) {
                found = ofType(declared);
            }
        }
        return found;
    }

    private static @Nullable Found<RetryOnConflict> ofType(Method method) {
        MergedAnnotation<RetryOnConflict> found = MergedAnnotations.from(
                        method.getDeclaringClass(), SearchStrategy.DIRECT)
                .get(RetryOnConflict.class);
        return found.isPresent() ? new Found<>(found.synthesize(), method) : null;
    }

    private AnnotatedMethod annotated(
            BeanMethod bean, @Nullable Found<RetryOnConflict> retry, @Nullable Found<ExclusiveGroup> group) {
        Method annotated = group != null ? group.method : requireNonNull(retry).method;
        ProxiedMethod proxied = new ProxiedMethod(
                annotated, retry == null ? null : retry.annotation, group == null ? null : group.annotation);
        AnnotatedOperation operation = AnnotatedOperation.of(
                settings.getObject(),
                lookup(annotated.getDeclaringClass()),
                proxied.operation(),
                bean.declared(),
                proxied.settings());
        Operation configured = operation.operation();
        SpringTransactions all = transactions.getObject();
        if (retry != null) {
            TransactionRules.refuseUnsuitable(all.attribute(bean), configured);
        }
        tellOfWeaving(bean.method().getDeclaringClass());
        return new AnnotatedMethod(bean, operation, all, isRepository(bean.type()));
    }

    /** What the class could read itself, where its module allows that. */
    private static MethodHandles.Lookup lookup(Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            return MethodHandles.publicLookup().in(type);
        }
    }

    private static boolean isRepository(Class<?> type) {
        return MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(Repository.class)
                || ClassUtils.getAllInterfacesForClassAsSet(type).stream()
                        .anyMatch(implemented -> implemented.getName().equals(SPRING_DATA));
    }

    private void tellOfWeaving(Class<?> type) {
        boolean woven =
                Arrays.stream(type.getDeclaredMethods()).anyMatch(method -> method.isAnnotationPresent(Woven.class));
        if (!woven && !type.isInterface() && unwovenTold.compareAndSet(false, true)) {
            LOG.infof(
                    "%s, and maybe others, are retried by proxies. Calls of their own methods (this.method()), private methods"
                            + " and classes that are no beans are not: weave them for that (byte-buddy-maven-plugin, or"
                            + " -javaagent with the agent jar of locking-retry).",
                    type.getName());
        }
    }
}
