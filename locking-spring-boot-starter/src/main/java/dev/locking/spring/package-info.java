/**
 * Retries in a Spring application, by one dependency.
 *
 * <p>Two things make it work. A <em>transaction owner</em>: every {@code EntityManagerFactory} of the context is told, before
 * it is built, who begins and ends its transactions ({@link dev.locking.hibernate.TransactionOwner}). So the one engine of the
 * process finds, for whatever door, a boundary that uses the context's {@code JpaTransactionManager} with what the method's
 * {@code @Transactional} says; factories that Spring does not build go on with plain Hibernate; and a factory that is closed
 * with its context is forgotten. Several contexts and several units live in one JVM side by side.
 *
 * <p>And an <em>advisor</em> that stands outside of all others around annotated methods of beans: it calls the engine, whose
 * boundary begins the transaction before the call goes through the rest of the proxy, so that the transaction advisor takes
 * part in a transaction that is there. A woven method below it does the same: it runs once. Where no proxy is in the way, the
 * woven method calls the engine itself.
 */
@NullMarked
package dev.locking.spring;

import org.jspecify.annotations.NullMarked;
