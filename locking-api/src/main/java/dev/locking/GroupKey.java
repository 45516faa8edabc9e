package dev.locking;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter of an {@link ExclusiveGroup} method whose value is a key of the group. With several such parameters, and for
 * a collection or an array with each of its elements, the call takes its turn on all of them.
 *
 * <p>A key needs a stable text form: primitives and their wrappers, {@link String}, enums, {@link java.math.BigDecimal},
 * {@link java.math.BigInteger}, {@link java.util.UUID}, {@code java.time} types, and records of these. 1 and 1L are
 * different keys. Null is refused.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface GroupKey {

    /**
     * The property of the parameter that is the key: {@code "id"} means {@code id()}, {@code getId()} or {@code isId()} of the
     * parameter's declared type, whichever is there first.
     *
     * @return a name, or empty for the parameter itself
     */
    String value() default "";
}
