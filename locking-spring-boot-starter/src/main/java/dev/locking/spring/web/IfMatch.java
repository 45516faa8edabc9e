package dev.locking.spring.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds a parameter of a controller's method to the version that the request's {@code If-Match} header names: the one that the
 * client has seen, as {@link VersionETag} has sent it.
 *
 * <pre>{@code
 * @PutMapping("/wallets/{id}")
 * void rename(@PathVariable long id, @IfMatch long version, @RequestBody NewName name) {
 *     wallets.rename(id, version, name.text());   // compares the version in its transaction
 * }
 * }</pre>
 *
 * <p>The parameter is a {@link VersionCondition}, which also stands for {@code *} and for a list, or of a type that a version can
 * have: {@code long}, {@code int}, {@code short} and their wrappers, {@code Instant}, {@code LocalDateTime},
 * {@code java.sql.Timestamp}; or a {@code String}, for the text of the tag. An {@code Optional} of one of these is as
 * {@code required = false}.
 *
 * <p>The method is not called, and the client gets a problem detail, if
 * <ul>
 *   <li>a version is required, and there is no header, or it is {@code *} and the parameter a single version: 428
 *   <li>the header is malformed, or names several versions where the parameter is a single one: 400
 *   <li>no version can be equal to what the header names: all tags are weak, or the tag is no version of the type: 412
 * </ul>
 *
 * <p>Whether the row has that version is for the method to compare. A {@link dev.locking.ConflictException} over a version that
 * the header names is answered with 412.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface IfMatch {

    /**
     * Whether a request without a version is refused.
     *
     * @return false for a parameter that is null, or empty, where the client names no version
     */
    boolean required() default true;
}
