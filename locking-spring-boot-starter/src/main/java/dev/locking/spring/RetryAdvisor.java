package dev.locking.spring;

import dev.locking.ExclusiveGroup;
import dev.locking.RetryOnConflict;
import java.lang.reflect.Method;
import java.util.List;
import org.aopalliance.aop.Advice;
import org.springframework.aop.Pointcut;
import org.springframework.aop.PointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.AnnotationUtils;

/** Stands outside of every other advisor: those with a priority come before those with an order, whatever that is. */
final class RetryAdvisor implements PointcutAdvisor, PriorityOrdered {

    private final Advice advice;
    private final Pointcut pointcut;

    RetryAdvisor(AnnotatedMethods methods) {
        this.advice = new RetryInterceptor(methods);
        this.pointcut = new Annotated(methods);
    }

    private static final class Annotated extends StaticMethodMatcherPointcut {

        private final AnnotatedMethods methods;

        Annotated(AnnotatedMethods methods) {
            this.methods = methods;
            setClassFilter(type ->
                    AnnotationUtils.isCandidateClass(type, List.of(RetryOnConflict.class, ExclusiveGroup.class)));
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            return methods.find(method, targetClass) != null;
        }
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
