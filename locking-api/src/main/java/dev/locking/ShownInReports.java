package dev.locking;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets texts of this library show the values of an attribute: {@link AttributeChange#toString()}, {@link Conflict#toString()}
 * and {@link ConflictReport}. Without it they name the attribute alone. Stands on the field or the getter of an entity or
 * embeddable; on an attribute that is an embeddable it holds for all of that one's attributes.
 *
 * <p>Does nothing for identifiers and versions, which are always shown.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD})
public @interface ShownInReports {}
