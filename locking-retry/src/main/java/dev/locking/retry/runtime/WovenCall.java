package dev.locking.retry.runtime;

import dev.locking.Operation;
import dev.locking.RetryPolicy;
import dev.locking.retry.RetryEngine;
import dev.locking.spi.Body;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links the one instruction that a woven method consists of. */
public final class WovenCall {

    private static final MethodHandle EXECUTE = executeHandle();

    private WovenCall() {}

    /**
     * Bootstrap method: makes a call site that takes the receiver and the arguments of the woven method, closes over them
     * with the moved body, and hands both to the engine. Called by the JVM, once per woven method.
     *
     * @param caller the woven class
     * @param name the woven method's name
     * @param type the receiver, the parameters and the return type of the woven method
     * @param body the method to which the original code was moved
     * @param operation the operation's name
     * @param settings those that the annotation sets, as {@code name=value}
     * @return the call site
     * @throws LambdaConversionException never for a class that was woven by this library
     */
    public static CallSite link(
            MethodHandles.Lookup caller,
            String name,
            MethodType type,
            MethodHandle body,
            String operation,
            String... settings)
            throws LambdaConversionException {
        MethodHandle closure = closure(caller, type, body);
        MethodHandle execute = EXECUTE.bindTo(operation(caller, operation, settings));
        return new ConstantCallSite(
                MethodHandles.filterReturnValue(closure, execute).asType(type));
    }

    private static MethodHandle closure(MethodHandles.Lookup caller, MethodType type, MethodHandle body)
            throws LambdaConversionException {
        boolean isVoid = type.returnType() == void.class;
        Class<? extends Body> shape = isVoid ? VoidBody.class : Body.class;
        MethodType run = MethodType.methodType(isVoid ? void.class : Object.class);
        return LambdaMetafactory.metafactory(
                        caller, isVoid ? "runVoid" : "run", type.changeReturnType(shape), run, body, run)
                .getTarget()
                .asType(type.changeReturnType(Body.class));
    }

    private static Operation operation(MethodHandles.Lookup caller, String name, String[] settings) {
        Operation operation = Operation.named(name);
        RetryPolicy.Builder policy = RetryPolicy.builder();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String key = setting.substring(0, equals);
            String value = setting.substring(equals + 1);
            switch (key) {
                case "unit" -> operation = operation.unit(value);
                case "retryOn" -> policy.retryOn(exceptions(caller, value));
                case "abortOn" -> policy.abortOn(exceptions(caller, value));
                default -> policy.set(key, value);
            }
        }
        return operation.policy(policy.build());
    }

    /** The classes that the annotation means are those that the woven class sees. */
    private static List<Class<? extends Exception>> exceptions(MethodHandles.Lookup caller, String names) {
        List<Class<? extends Exception>> types = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            types.add(exception(caller, name));
        }
        return types;
    }

    private static Class<? extends Exception> exception(MethodHandles.Lookup caller, String name) {
        try {
            return Class.forName(name, false, caller.lookupClass().getClassLoader())
                    .asSubclass(Exception.class);
        } catch (ClassNotFoundException e) {
            throw new TypeNotPresentException(name, e);
        }
    }

    @SuppressWarnings("UnusedMethod") // by its handle, EXECUTE
    private static @Nullable Object execute(Operation operation, Body body) throws Throwable {
        return RetryEngine.standard().execute(operation, body);
    }

    private static MethodHandle executeHandle() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            WovenCall.class,
                            "execute",
                            MethodType.methodType(Object.class, Operation.class, Body.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
