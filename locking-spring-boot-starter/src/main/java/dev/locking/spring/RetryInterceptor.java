package dev.locking.spring;

import dev.locking.spi.Body;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;

/** Calls the engine; each attempt goes through the rest of the proxy anew, with the arguments as they came. */
final class RetryInterceptor implements MethodInterceptor {

    private final AnnotatedMethods methods;

    RetryInterceptor(AnnotatedMethods methods) {
        this.methods = methods;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object target = invocation.getThis();
        Class<?> targetClass = target == null ? null : AopUtils.getTargetClass(target);
        AnnotatedMethod method = methods.find(invocation.getMethod(), targetClass);
        ProxyMethodInvocation call = (ProxyMethodInvocation) invocation;
        Body rest = () -> call.invocableClone().proceed();
        return method == null ? rest.run() : method.execute(invocation.getArguments(), rest);
    }
}
