package dev.locking.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.Advisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** Wherever the annotation is, each attempt is one transaction, and the advisor stands outside of it. */
class DoorsTest {

    private static final List<String> RETRIED =
            List.of("begin", "attempt", "rollback", "begin", "attempt", "rollback", "begin", "attempt", "commit");

    private static final Object[] DOORS = {
        Doors.OnMethod.class,
        Doors.WithoutTransactional.class,
        Doors.OnClass.class,
        Doors.OnMethodOfInterface.class,
        Doors.OnInterface.class,
        Doors.Composed.class,
        Repositories.class
    };

    @EnableJpaRepositories(considerNestedRepositories = true)
    static class Repositories {}

    @EnableTransactionManagement(order = Ordered.HIGHEST_PRECEDENCE, proxyTargetClass = true)
    static class TransactionsOutermost {}

    @EnableTransactionManagement(order = Ordered.LOWEST_PRECEDENCE, proxyTargetClass = true)
    static class TransactionsInnermost {}

    private record Door(String place, Consumer<ConfigurableApplicationContext> call) {}

    private static final List<Door> CALLS = List.of(
            new Door("method", context -> context.getBean(Doors.OnMethod.class).deposit()),
            new Door(
                    "no @Transactional",
                    context -> context.getBean(Doors.WithoutTransactional.class).deposit()),
            new Door("class", context -> context.getBean(Doors.OnClass.class).deposit()),
            new Door(
                    "method of an interface",
                    context -> context.getBean(Doors.MethodOfInterface.class).deposit()),
            new Door("interface", context -> context.getBean(Doors.Type.class).deposit()),
            new Door(
                    "composed", context -> context.getBean(Doors.Composed.class).deposit()),
            new Door(
                    "repository",
                    context -> context.getBean(WalletRepository.class).deposit(context.getBean(Bank.class))));

    @Test
    void eachAttemptIsATransactionOfItsOwnWhereverTheAnnotationIs() {
        try (ConfigurableApplicationContext context = App.start(DOORS)) {
            assertThat(CALLS).allSatisfy(door -> isRetried(context, door.call));
        }
    }

    @Test
    void theAdvisorStandsOutsideOfATransactionAdvisorThatIsToBeOutermost() {
        try (ConfigurableApplicationContext context = App.start(and(TransactionsOutermost.class))) {
            assertThat(CALLS).allSatisfy(door -> isRetried(context, door.call));
        }
    }

    @Test
    void theAdvisorStandsOutsideOfATransactionAdvisorThatIsToBeInnermost() {
        try (ConfigurableApplicationContext context = App.start(and(TransactionsInnermost.class))) {
            assertThat(CALLS).allSatisfy(door -> isRetried(context, door.call));
        }
    }

    @Test
    void proxiesOfInterfacesDoTheSame() {
        try (ConfigurableApplicationContext context = App.start(
                Doors.OnMethodOfInterface.class, Doors.OnInterface.class, "spring.aop.proxy-target-class=false")) {
            assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Doors.Type.class)))
                    .isTrue();
            isRetried(context, any -> any.getBean(Doors.MethodOfInterface.class).deposit());
            isRetried(context, any -> any.getBean(Doors.Type.class).deposit());
        }
    }

    static class Aspect {

        /** Changes its argument, which the next attempt must not see. */
        @Bean
        static Advisor aspect(Trace trace) {
            NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
            pointcut.setMappedName("inTurn");
            MethodInterceptor advice = invocation -> {
                trace.add("aspect " + invocation.getArguments()[0]);
                invocation.getArguments()[0] = 2L;
                return invocation.proceed();
            };
            return new DefaultPointcutAdvisor(pointcut, advice);
        }
    }

    @Test
    void otherAdvisorsAreInsideOfEachAttemptWithTheArgumentsAsTheyCame() {
        try (ConfigurableApplicationContext context = App.start(Errands.class, Aspect.class)) {
            Bank bank = context.getBean(Bank.class);
            bank.open(1);

            context.getBean(Errands.class).inTurn(1, bank::deposit);

            assertThat(bank.trace().events())
                    .containsExactly(
                            "begin", "aspect 1", "attempt", "rollback", "begin", "aspect 1", "attempt", "commit");
        }
    }

    private static Object[] and(Class<?> configuration) {
        Object[] more = java.util.Arrays.copyOf(DOORS, DOORS.length + 1);
        more[DOORS.length] = configuration;
        return more;
    }

    private static void isRetried(
            ConfigurableApplicationContext context, Consumer<ConfigurableApplicationContext> call) {
        Bank bank = context.getBean(Bank.class);
        bank.open(2);

        call.accept(context);

        assertThat(bank.trace().events()).isEqualTo(RETRIED);
        assertThat(bank.balance()).isEqualTo(100 + 7 + 50);
    }
}
