/**
 * The databases that tests run on: H2 in memory, PostgreSQL and MariaDB for real. Each is started once per JVM, from a
 * container where Docker answers, else from binaries that Maven brings or the system has.
 */
@NullMarked
package dev.locking.tests.databases;

import org.jspecify.annotations.NullMarked;
