package dev.locking.spi;

import java.lang.invoke.MethodType;

/**
 * The method that an operation is, for those who read what its other annotations say. Found without loading anything that
 * the class does not need otherwise.
 *
 * @param type the class that declares it
 * @param name the method's name
 * @param signature its parameters, without the receiver, and its result
 */
public record DeclaredMethod(Class<?> type, String name, MethodType signature) {}
