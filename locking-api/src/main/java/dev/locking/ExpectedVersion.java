package dev.locking;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of a {@link RetryOnConflict} method whose value is the version that the caller has seen, such as the one of a
 * form or of an {@code If-Match} header. The row is loaded before the method's first line, in its transaction, and must have
 * that version: if not, the call fails with a {@link ConflictException} that has both versions
 * ({@link ConflictKind#STALE_VERSION}, or {@link ConflictKind#GONE}) and is not repeated. If it has, the method goes on under the
 * normal rules, and is checked again by every further attempt.
 *
 * <pre>{@code
 * @RetryOnConflict
 * void rename(long id, String name, @ExpectedVersion(Product.class) long version)
 * }</pre>
 *
 * <p>The version may have the version attribute's type, or be an integer of another one, or its text. Null is refused
 * with an {@link IllegalArgumentException}, as is what is no version at all. What is not known when the method is woven is
 * refused then: which entity is meant, and which parameter is its identifier.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface ExpectedVersion {

    /**
     * The entity.
     *
     * @return a class with a version; by default the one entity among the types of the parameters, or else the entity that the
     *     method returns
     */
    Class<?> value() default void.class;

    /**
     * The name of the parameter that is the entity's identifier, or a detached instance that has it. Parameters have names in
     * class files that were compiled with {@code -parameters}.
     *
     * @return a name; by default the one other parameter that is of the entity's type, or else of the type of its identifier
     */
    String id() default "";
}
