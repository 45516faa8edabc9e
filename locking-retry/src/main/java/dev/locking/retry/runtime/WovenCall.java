package dev.locking.retry.runtime;

import dev.locking.retry.AnnotatedOperation;
import dev.locking.retry.RetryEngine;
import dev.locking.spi.Body;
import dev.locking.spi.DeclaredMethod;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Links the one instruction that a woven method consists of. */
public final class WovenCall {

    private static final MethodHandle EXECUTE = handle(AnnotatedOperation.class, Body.class);

    private static final MethodHandle EXECUTE_KEYED = handle(AnnotatedOperation.class, Object[].class, Body.class);

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
        MethodType signature = isStatic(caller, body) ? type : type.dropParameterTypes(0, 1);
        DeclaredMethod method = new DeclaredMethod(caller.lookupClass(), name, signature);
        AnnotatedOperation woven = AnnotatedOperation.of(caller, operation, method, settings);
        MethodHandle call = woven.needsArguments()
                ? keyed(woven, closure, signature)
                : MethodHandles.filterReturnValue(closure, EXECUTE.bindTo(woven));
        return new ConstantCallSite(call.asType(type));
    }

    /** Hands the engine the arguments too, beside the closure over them. */
    private static MethodHandle keyed(AnnotatedOperation operation, MethodHandle closure, MethodType signature) {
        MethodHandle arguments = MethodHandles.identity(Object[].class)
                .asCollector(Object[].class, signature.parameterCount())
                .asType(signature.changeReturnType(Object[].class));
        boolean isStatic = signature.parameterCount() == closure.type().parameterCount();
        MethodHandle ofCall = isStatic
                ? arguments
                : MethodHandles.dropArguments(arguments, 0, closure.type().parameterType(0));
        MethodHandle execute = MethodHandles.collectArguments(EXECUTE_KEYED.bindTo(operation), 1, closure);
        return MethodHandles.foldArguments(execute, ofCall);
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
    private static @Nullable Object execute(AnnotatedOperation operation, Body body) throws Throwable {
        return RetryEngine.standard().execute(operation.operation(), body);
    }

    @SuppressWarnings("UnusedMethod") // by its handle, EXECUTE_KEYED
    private static @Nullable Object execute(AnnotatedOperation operation, @Nullable Object[] arguments, Body body)
            throws Throwable {
        return operation.execute(RetryEngine.standard(), Arrays.asList(arguments), body);
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
