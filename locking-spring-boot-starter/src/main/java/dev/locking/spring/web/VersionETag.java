package dev.locking.spring.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sends the version of what a controller's method returns as the {@code ETag} of the response, for {@link IfMatch} to come back
 * with. The body is an entity, or an object of the application, such as a record, with {@link jakarta.persistence.Version} on
 * the field, getter or component that has the version.
 *
 * <pre>{@code
 * @VersionETag
 * @GetMapping("/wallets/{id}")
 * WalletView wallet(@PathVariable long id) { ... }
 *
 * record WalletView(long id, @Version long version, String owner) {}
 * }</pre>
 *
 * <p>The version is read when the body is about to be written, after the commit of what the method has done. An object that was
 * made inside of the transaction has the version of that moment: where the transaction changes the entity, flush it before
 * it is copied, or copy it when the transaction has ended.
 *
 * <p>Does nothing if the response has an {@code ETag} already or is no success, if the body or its version is null, and while a
 * transaction is active on the thread, since that has not committed yet. A strong tag says that equal tags mean equal bytes;
 * leave the annotation out where the response shows more than the row with the version.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface VersionETag {}
