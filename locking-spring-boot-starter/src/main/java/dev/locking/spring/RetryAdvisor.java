package dev.locking.spring;

import java.lang.reflect.Method;
import org.aopalliance.aop.Advice;
import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/** Stands outside of every other advisor: those with a priority come before those with an order, whatever that is. */
final class RetryAdvisor implements PointcutAdvisor, PriorityOrdered {

    private final Advice advice;
    private final Pointcut pointcut;

    RetryAdvisor(AnnotatedMethods methods) {
        this.advice = new RetryInterceptor(methods);
        this.pointcut = new StaticMethodMatcherPointcut() {
            @Override
            public boolean matches(Method method, Class<?> targetClass) {
                return methods.find(method, targetClass) != null;
            }
        };
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Pointcut getPointcut() {
        return pointcut;
    }

    @Override
    public Advice getAdvice() {
        return advice;
    }
}
