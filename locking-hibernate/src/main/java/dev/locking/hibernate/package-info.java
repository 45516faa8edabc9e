/**
 * Hibernate ORM's sessions, transactions and failures. Nothing here is for applications: Hibernate and the engine find
 * it by {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.locking.hibernate;

import org.jspecify.annotations.NullMarked;
