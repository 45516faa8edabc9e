package dev.locking.retry.runtime;

import dev.locking.Operation;
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
import org.jspecify.annotations.Nullable;

/** Links the one instruction that a woven method consists of. */
public final class WovenCall {

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
     * @param settings what the annotations say, as {@code name=value}
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
        WovenSettings woven = new WovenSettings(caller, operation, settings);
        KeyedOperation keyed = woven.keyed(type, isStatic(caller, body));
        MethodHandle call = keyed == null
                ? MethodHandles.filterReturnValue(closure, EXECUTE.bindTo(woven.operation()))
                : keyed(keyed, closure);
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

    @SuppressWarnings("UnusedMethod") // by its handle, EXECUTE
    private static @Nullable Object execute(Operation operation, Body body) throws Throwable {
        return RetryEngine.standard().execute(operation, body);
    }

    @SuppressWarnings("UnusedMethod") // by its handle, EXECUTE_KEYED
    private static @Nullable Object execute(KeyedOperation operation, @Nullable Object[] arguments, Body body)
            throws Throwable {
        return operation.execute(RetryEngine.standard(), arguments, body);
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
