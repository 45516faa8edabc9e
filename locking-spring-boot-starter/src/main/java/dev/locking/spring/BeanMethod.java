package dev.locking.spring;

import dev.locking.spi.DeclaredMethod;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ClassUtils;

/**
 * A method as the class of a bean implements it, whatever type it was called by.
 *
 * @param method the most specific one there is; abstract only where something else than a class implements it, such as a
 *     repository
 * @param type the class of the bean
 */
record BeanMethod(Method method, Class<?> type) {

    static BeanMethod of(Method called, @Nullable Class<?> targetClass) {
        Class<?> type = targetClass == null || Proxy.isProxyClass(targetClass)
                ? called.getDeclaringClass()
                : ClassUtils.getUserClass(targetClass);
        return new BeanMethod(AopUtils.getMostSpecificMethod(called, type), type);
    }

    DeclaredMethod declared() {
        return new DeclaredMethod(
                method.getDeclaringClass(),
                method.getName(),
                MethodType.methodType(method.getReturnType(), method.getParameterTypes()));
    }
}
