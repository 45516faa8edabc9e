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
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links the one instruction that a woven method consists of. */
public final class WovenCall {

    private static final String IDEMPOTENCY_KEY = "idempotencyKey=";

    private static final MethodHandle EXECUTE = handle(Operation.class, Body.class);

    private static final MethodHandle EXECUTE_KEYED = handle(KeyedOperation.class, Object[].class, Body.class);

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
     * @param settings those that the annotation sets, as {@code name=value}, and {@code idempotencyKey} with the index of
     *     the parameter that is the key
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
        Operation linked = operation(caller, operation, settings);
        int key = idempotencyKey(settings);
        MethodHandle call = key < 0
                ? MethodHandles.filterReturnValue(closure, EXECUTE.bindTo(linked))
                : keyed(new KeyedOperation(linked, key, isStatic(caller, body), type.returnType()), closure);
        return new ConstantCallSite(call.asType(type));
    }

    /** Hands the engine the arguments too, beside the closure over them. */
    private static MethodHandle keyed(KeyedOperation operation, MethodHandle closure) {
        MethodType parameters = closure.type().changeReturnType(Object[].class);
        MethodHandle arguments = MethodHandles.identity(Object[].class)
                .asCollector(Object[].class, parameters.parameterCount())
                .asType(parameters);
        MethodHandle execute = MethodHandles.collectArguments(EXECUTE_KEYED.bindTo(operation), 1, closure);
        return MethodHandles.foldArguments(execute, arguments);
    }

    private static boolean isStatic(MethodHandles.Lookup caller, MethodHandle body) {
        return caller.revealDirect(body).getReferenceKind() == MethodHandleInfo.REF_invokeStatic;
    }

    /** The parameter, or -1 if no parameter is the key. */
    private static int idempotencyKey(String[] settings) {
        for (String setting : settings) {
            if (setting.startsWith(IDEMPOTENCY_KEY)) {
                return Integer.parseInt(setting.substring(IDEMPOTENCY_KEY.length()));
            }
        }
        return -1;
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
                case "idempotencyKey" -> {}
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

    @SuppressWarnings("UnusedMethod") // by its handle, EXECUTE_KEYED
    private static @Nullable Object execute(KeyedOperation operation, @Nullable Object[] arguments, Body body)
            throws Throwable {
        return RetryEngine.standard().executeOnce(operation.operation(), body, operation.call(arguments));
    }

    private static MethodHandle handle(Class<?>... parameters) {
        try {
            return MethodHandles.lookup()
                    .findStatic(WovenCall.class, "execute", MethodType.methodType(Object.class, parameters));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
