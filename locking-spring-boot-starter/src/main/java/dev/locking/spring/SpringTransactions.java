package dev.locking.spring;

import dev.locking.Operation;
import dev.locking.hibernate.HibernateBoundary;
import dev.locking.hibernate.TransactionOwner;
import dev.locking.spi.DeclaredMethod;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.annotation.TransactionManagementConfigurer;
import org.springframework.transaction.interceptor.RuleBasedTransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/**
 * The transactions of one application context: for each operation those of the {@code JpaTransactionManager} that its
 * {@code @Transactional} means, with what that says. A method without it gets the defaults. Thread-safe.
 */
final class SpringTransactions implements TransactionOwner {

    private final BeanFactory beans;
    private final Map<Object, SpringBoundary> boundaries = new ConcurrentHashMap<>();
    private @Nullable TransactionAttributeSource attributes;

    SpringTransactions(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable HibernateBoundary boundary(SessionFactory factory, Operation operation) {
        DeclaredMethod method = operation.method();
        Object key = method == null ? operation.unit() : method;
        SpringBoundary boundary = boundaries.get(key);
        if (boundary == null) {
            boundary = boundary(operation);
            boundaries.put(key, boundary);
        }
        if (!boundary.isOf(factory)) {
            return null;
        }
        return method != null && AdvisedCall.enter(method) ? boundary.takingPart() : boundary;
    }

    private SpringBoundary boundary(Operation operation) {
        DeclaredMethod method = operation.method();
        return method == null
                ? boundary(new RuleBasedTransactionAttribute(), operation.unit())
                : boundary(beanMethod(method), operation.unit());
    }

    private static BeanMethod beanMethod(DeclaredMethod declared) {
        Method method = Arrays.stream(declared.type().getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(declared.name())
                        && candidate.getReturnType() == declared.signature().returnType()
                        && Arrays.equals(
                                candidate.getParameterTypes(),
                                declared.signature().parameterArray()))
                .findFirst()
                .orElseThrow();
        return new BeanMethod(method, declared.type());
    }

    /**
     * The boundary of a method.
     *
     * @param unit the name of its persistence unit, or empty for that of the transaction manager that it means
     * @throws IllegalStateException if that is no {@code JpaTransactionManager}
     */
    SpringBoundary boundary(BeanMethod method, String unit) {
        return boundary(new NamedAttribute(attribute(method), method), unit);
    }

    private SpringBoundary boundary(TransactionAttribute attribute, String unit) {
        return new SpringBoundary(transactionManager(attribute.getQualifier(), unit), attribute);
    }

    TransactionAttribute attribute(BeanMethod method) {
        TransactionAttribute declared = attributes().getTransactionAttribute(method.method(), method.type());
        return declared == null ? new RuleBasedTransactionAttribute() : declared;
    }

    /** The application's own, which knows its default rules and fills placeholders in. */
    private synchronized TransactionAttributeSource attributes() {
        TransactionAttributeSource known = attributes;
        if (known == null) {
            known = beans.getBeanProvider(TransactionAttributeSource.class)
                    .getIfUnique(() -> new AnnotationTransactionAttributeSource(false));
            attributes = known;
        }
        return known;
    }

    private JpaTransactionManager transactionManager(@Nullable String qualifier, String unit) {
        if (!unit.isEmpty()) {
            return ofUnit(unit);
        }
        TransactionManager found = qualifier == null || qualifier.isEmpty()
                ? byDefault()
                : BeanFactoryAnnotationUtils.qualifiedBeanOfType(beans, TransactionManager.class, qualifier);
        if (found instanceof JpaTransactionManager jpa) {
            return jpa;
        }
        throw new IllegalStateException(
                "The transactions of a retried method must be those of a JpaTransactionManager, but "
                        + found.getClass().getName()
                        + " would begin them. Name the right one: @Transactional(\"ordersTransactionManager\").");
    }

    private TransactionManager byDefault() {
        TransactionManagementConfigurer configurer =
                beans.getBeanProvider(TransactionManagementConfigurer.class).getIfAvailable();
        return configurer == null
                ? beans.getBean(TransactionManager.class)
                : configurer.annotationDrivenTransactionManager();
    }

    private JpaTransactionManager ofUnit(String unit) {
        List<JpaTransactionManager> found = beans.getBeanProvider(JpaTransactionManager.class).stream()
                .filter(candidate -> unit.equals(unit(candidate)))
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " JpaTransactionManagers are of the persistence unit \""
                    + unit + "\" that a retried method names. There must be one.");
        }
        return found.get(0);
    }

    private static @Nullable String unit(JpaTransactionManager transactions) {
        EntityManagerFactory factory = transactions.getEntityManagerFactory();
        return factory == null
                ? null
                : factory.unwrap(SessionFactoryImplementor.class).getName();
    }
}
