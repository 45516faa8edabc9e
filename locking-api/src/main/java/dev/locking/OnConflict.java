package dev.locking;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What {@link Resolution#REAPPLY} does with an attribute that both sides changed, to different values. Stands on the field or
 * the getter of an attribute; on one that is an embeddable it holds for all of that one's attributes that have no rule of
 * their own. On an entity or embeddable it holds for all attributes without a rule of their own, and must be one that suits
 * every type: {@link MergeRule#FAIL}, {@link MergeRule#MINE} or {@link MergeRule#THEIRS}.
 *
 * <p>A rule that cannot work, such as {@link MergeRule#ADD} on a text, or any on a version, lets the {@code SessionFactory} not
 * be built. Does nothing with other resolutions.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface OnConflict {

    /**
     * The rule.
     *
     * @return {@link MergeRule#FAIL} by default
     */
    MergeRule value() default MergeRule.FAIL;

    /**
     * A rule of the application instead.
     *
     * @return a class with a constructor without parameters; {@link AttributeMerger} itself for none
     */
    @SuppressWarnings("rawtypes")
    Class<? extends AttributeMerger> with() default AttributeMerger.class;
}
