/**
 * Conflicts and versions over HTTP, in applications with Spring MVC: what a method of this library throws becomes a problem
 * detail (RFC 9457), {@link dev.locking.spring.web.IfMatch} takes the version that a client has seen out of its request, and
 * {@link dev.locking.spring.web.VersionETag} sends the version of what is returned.
 */
@NullMarked
package dev.locking.spring.web;

import org.jspecify.annotations.NullMarked;
