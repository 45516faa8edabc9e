package dev.locking.spring;

import dev.locking.RetryOnConflict;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.transaction.annotation.Transactional;

/** The places where an application may write the annotation. */
final class Doors {

    private Doors() {}

    static class OnMethod {

        private final Bank bank;

        OnMethod(Bank bank) {
            this.bank = bank;
        }

        @RetryOnConflict
        @Transactional
        public void deposit() {
            bank.deposit();
        }
    }

    static class WithoutTransactional {

        private final Bank bank;

        WithoutTransactional(Bank bank) {
            this.bank = bank;
        }

        @RetryOnConflict
        public void deposit() {
            bank.deposit();
        }
    }

    @RetryOnConflict
    @Transactional
    static class OnClass {

        private final Bank bank;

        OnClass(Bank bank) {
            this.bank = bank;
        }

        public void deposit() {
            bank.deposit();
        }
    }

    interface MethodOfInterface {

        @RetryOnConflict
        @Transactional
        void deposit();
    }

    static class OnMethodOfInterface implements MethodOfInterface {

        private final Bank bank;

        OnMethodOfInterface(Bank bank) {
            this.bank = bank;
        }

        @Override
        public void deposit() {
            bank.deposit();
        }
    }

    @RetryOnConflict
    interface Type {

        void deposit();
    }

    static class OnInterface implements Type {

        private final Bank bank;

        OnInterface(Bank bank) {
            this.bank = bank;
        }

        @Override
        @Transactional
        public void deposit() {
            bank.deposit();
        }
    }

    @RetryOnConflict
    @Transactional
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface Atomic {

        @AliasFor(annotation = RetryOnConflict.class, attribute = "maxRetries")
        int retries() default 100;
    }

    static class Composed {

        private final Bank bank;

        Composed(Bank bank) {
            this.bank = bank;
        }

        @Atomic
        public void deposit() {
            bank.deposit();
        }

        @Atomic(retries = 0)
        public void depositOnce() {
            bank.deposit();
        }
    }
}
