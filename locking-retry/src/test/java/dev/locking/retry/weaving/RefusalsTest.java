package dev.locking.retry.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.ConflictKind;
import dev.locking.ExclusiveGroup;
import dev.locking.ExpectedVersion;
import dev.locking.GroupKey;
import dev.locking.GroupMode;
import dev.locking.IdempotencyKey;
import dev.locking.OnBusy;
import dev.locking.RetryOnConflict;
import dev.locking.UnknownOutcome;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.PrePersist;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.matcher.ElementMatchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("unused")
class RefusalsTest {

    private static final AnnotationDescription RETRY =
            AnnotationDescription.Builder.ofType(RetryOnConflict.class).build();

    @ParameterizedTest
    @MethodSource("refusedGroups")
    void refusesGroupsWithMemberAndReason(Class<?> type, String member, String reason) {
        assertThatIllegalStateException()
                .isThrownBy(() -> WovenSamples.woven(type.getName(), WovenSamples.original(type.getName())))
                .withMessageStartingWith("@ExclusiveGroup on " + type.getName() + member + " cannot be woven: ")
                .withMessageContaining(reason);
    }

    static Stream<Arguments> refusedGroups() {
        return Stream.of(
                Arguments.of(NoKey.class, ".pay(long)", "no parameter says what the call is about"),
                Arguments.of(
                        KeyWithoutText.class,
                        ".pay(Thread)",
                        "its @GroupKey is of type java.lang.Thread, whose values"),
                Arguments.of(NoSuchProperty.class, ".pay(Thread)", "java.lang.Thread has no number(), getNumber() or"),
                Arguments.of(
                        PropertyWithoutText.class, ".pay(Thread)", "is of type java.lang.ThreadGroup, whose values"),
                Arguments.of(
                        PropertyOfPrimitive.class,
                        ".pay(long)",
                        "of type long, which has no properties. Drop the name"),
                Arguments.of(BlankGroup.class, ".pay(long)", "An exclusive group needs a name"),
                Arguments.of(
                        NoWait.class, ".pay(long)", "maxWait = PT0S makes no sense. Set a duration greater than 0"),
                Arguments.of(NoQueue.class, ".pay(long)", "maxQueued = 0 makes no sense. Set a number from 1"),
                Arguments.of(HotWithoutRetry.class, ".pay(long)", "Annotate it with @RetryOnConflict too"),
                Arguments.of(CombinedWithoutRetry.class, ".pay(long)", "has to begin their transaction"),
                Arguments.of(TooManyCombined.class, ".pay(long)", "combine = 1001 makes no sense. Set a number from 1"),
                Arguments.of(CombinedWithoutWaiting.class, ".pay(long)", "Set onBusy = WAIT"),
                Arguments.of(GroupedFuture.class, ".pay(long)", "it returns a Future, whose work goes on"),
                Arguments.of(SynchronizedGroup.class, ".pay(long)", "it is synchronized"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithMemberAndReason(Class<?> type, String member, String reason) {
        assertThatIllegalStateException()
                .isThrownBy(() -> WovenSamples.woven(type.getName(), WovenSamples.original(type.getName())))
                .withMessageStartingWith("@RetryOnConflict on " + type.getName() + member + " cannot be woven: ")
                .withMessageContaining(reason);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(Abstract.class, ".pay(long)", "it is abstract"),
                Arguments.of(AnInterface.class, ".pay()", "it is abstract"),
                Arguments.of(Native.class, ".pay()", "it is native"),
                Arguments.of(Synchronized.class, ".pay(String, long[])", "it is synchronized"),
                Arguments.of(SynchronizedInAnnotatedType.class, ".pay()", "it is synchronized"),
                Arguments.of(ReturnsFuture.class, ".pay()", "it returns a Future, whose work goes on"),
                Arguments.of(ReturnsCompletionStage.class, ".pay()", "it returns a CompletionStage"),
                Arguments.of(ReturnsStream.class, ".pay()", "it returns a BaseStream"),
                Arguments.of(ReturnsPrimitiveStream.class, ".pay()", "it returns a BaseStream"),
                Arguments.of(ReturnsPublisher.class, ".pay()", "it returns a Publisher"),
                Arguments.of(Callback.class, ".pay()", "it is an entity callback"),
                Arguments.of(EntityAccessor.class, ".setAmount(long)", "it is an accessor of an entity"),
                Arguments.of(AnnotatedEntity.class, ".getAmount()", "it is an accessor of an entity"),
                Arguments.of(NothingToWeave.class, "", "it has no public method of its own"),
                Arguments.of(BodyNameTaken.class, ".pay(long)", "moved to pay$attempt, and there is such a method"),
                Arguments.of(Finalizer.class, ".finalize()", "it is a finalizer"),
                Arguments.of(TwoKeys.class, ".pay(String, String)", "it has more than one @IdempotencyKey"),
                Arguments.of(
                        KeyOfNoText.class, ".pay(StringBuilder)", "parameter of type java.lang.StringBuilder has no"),
                Arguments.of(
                        ArgumentOfNoText.class, ".pay(String, Thread[])", "type [Ljava.lang.Thread; has no stable"),
                Arguments.of(UnknownEntity.class, ".edit(long, long)", "and no parameter is an entity. Say whose"),
                Arguments.of(TwoEntities.class, ".edit(ActiveRecord, Edited, long)", "several parameters are entities"),
                Arguments.of(
                        UnclearId.class,
                        ".edit(long, Long, long)",
                        "Edited, and several parameters may be its identifier"),
                Arguments.of(NoId.class, ".edit(String, long)", "Edited, and no parameter is its identifier"),
                Arguments.of(
                        NoSuchParameter.class, ".edit(long, long)", "the parameter \"code\", and there is none. There"),
                Arguments.of(CombinedAndExpecting.class, ".edit(long, long)", "it has combine and an @ExpectedVersion"),
                Arguments.of(CombinedOnce.class, ".pay(long, String)", "a transaction with a ledger entry is for one"),
                Arguments.of(CombinedAndVerified.class, ".pay(long)", "a transaction with a ledger entry is for one"),
                Arguments.of(CombinedWithoutRetries.class, ".pay(long)", "Allow retries"),
                Arguments.of(VerifyWithoutRetry.class, ".pay()", "maxRetries = 0 makes no sense. Set a number of 1 or"),
                Arguments.of(NegativeRetries.class, ".pay()", "maxRetries = -1 makes no sense. Set a number from 0"),
                Arguments.of(TooManyRetries.class, ".pay()", "maxRetries = 1001 makes no sense. Set a number from 0"),
                Arguments.of(NoDuration.class, ".pay()", "delay = \"soon\" makes no sense. Write a whole number with"),
                Arguments.of(NegativeDelay.class, ".pay()", "delay = PT-0.001S makes no sense"),
                Arguments.of(ShrinkingDelay.class, ".pay()", "multiplier = 0.5 makes no sense"),
                Arguments.of(NoNumber.class, ".pay()", "multiplier = NaN makes no sense"),
                Arguments.of(TooMuchJitter.class, ".pay()", "jitter = 1.5 makes no sense. Set a share from 0"),
                Arguments.of(NoCycle.class, ".pay()", "cycle = R5/PT5S,PT10M makes no sense. R5 counts nothing"),
                Arguments.of(CycleAndRetries.class, ".pay()", "cycle makes no sense beside maxRetries"),
                Arguments.of(WrongBesidePolicy.class, ".pay()", "jitter = 2.0 makes no sense"),
                Arguments.of(MaxBelowDelay.class, ".pay()", "maxDelay = PT0.25S makes no sense. Set a duration of at"),
                Arguments.of(
                        NoTime.class, ".pay()", "maxDuration = PT0S makes no sense. Set a duration greater than 0"));
    }

    @Test
    void refusesAKeyThatDoesNothing() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        WovenSamples.woven(KeyInVain.class.getName(), WovenSamples.original(KeyInVain.class.getName())))
                .withMessage(
                        "@IdempotencyKey on " + KeyInVain.class.getName()
                                + ".pay(String) does nothing: the method has no @RetryOnConflict. Annotate it, or drop the key.");
        assertThatIllegalStateException()
                .isThrownBy(() -> WovenSamples.woven(
                        GroupKeyInVain.class.getName(), WovenSamples.original(GroupKeyInVain.class.getName())))
                .withMessage(
                        "@GroupKey on " + GroupKeyInVain.class.getName()
                                + ".pay(String) does nothing: the method has no @ExclusiveGroup. Annotate it, or drop the key.");
    }

    @Test
    void refusesConstructors() {
        var type = new ByteBuddy()
                .with(TypeValidation.DISABLED)
                .subclass(Object.class)
                .name("sample.Constructed")
                .defineConstructor(java.lang.reflect.Modifier.PUBLIC)
                .withParameters(long.class)
                .intercept(net.bytebuddy.implementation.MethodCall.invoke(objectConstructor()))
                .annotateMethod(RETRY)
                .make();

        assertThatIllegalStateException()
                .isThrownBy(() -> WovenSamples.woven("sample.Constructed", type.getBytes()))
                .withMessageStartingWith("@RetryOnConflict on sample.Constructed.<init>(long) cannot be woven: it is a"
                        + " constructor");
    }

    @Test
    void refusesClassFilesWithoutLambdas() {
        var type = new ByteBuddy(ClassFileVersion.JAVA_V6)
                .subclass(Object.class)
                .name("sample.Old")
                .defineMethod("pay", void.class, java.lang.reflect.Modifier.PUBLIC)
                .intercept(StubMethod.INSTANCE)
                .annotateMethod(RETRY)
                .make();

        assertThatIllegalStateException()
                .isThrownBy(() -> WovenSamples.woven("sample.Old", type.getBytes()))
                .withMessageContaining("Compile it for Java 8 or later");
    }

    @Test
    void acceptsAnnotatedMethodsOfAnEntityThatAreNoAccessors() {
        byte[] original = WovenSamples.original(ActiveRecord.class.getName());

        assertThat(WovenSamples.woven(ActiveRecord.class.getName(), original)).isNotEqualTo(original);
    }

    @Test
    void aClassThatTheAgentCannotWeaveCannotBeUsedEither() throws Exception {
        String name = Synchronized.class.getName();
        byte[] unusable = new LoadTimeWeaver()
                .transform(
                        getClass().getClassLoader(), name.replace('.', '/'), null, null, WovenSamples.original(name));
        Class<?> type = new ClassLoader(getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass(name, unusable, 0, java.util.Objects.requireNonNull(unusable).length);
            }
        }.define();

        assertThatThrownBy(() -> Class.forName(name, true, type.getClassLoader()))
                .isInstanceOf(ExceptionInInitializerError.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Synchronized.pay(String, long[]) cannot be woven: it is synchronized");
    }

    private static java.lang.reflect.Constructor<?> objectConstructor() {
        try {
            return Object.class.getConstructor();
        } catch (NoSuchMethodException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @RetryOnConflict
    @interface Composed {}

    @Test
    void leavesAnAnnotationThatIsMadeOfItToThoseWhoReadIt() {
        assertThat(new LockingPlugin().matches(TypeDescription.ForLoadedType.of(Composed.class)))
                .isFalse();
    }

    @Test
    void refusesAnExpectationThatNobodyChecks() {
        String name = ExpectedInVain.class.getName();

        assertThatIllegalStateException()
                .isThrownBy(() -> WovenSamples.woven(name, WovenSamples.original(name)))
                .withMessageContaining("@ExpectedVersion on " + name + ".edit(long, long) does nothing");
    }

    @ParameterizedTest
    @MethodSource("expecting")
    void findsTheRowWhoseVersionIsExpected(String method, String text) {
        MethodDescription.InDefinedShape described = TypeDescription.ForLoadedType.of(Expecting.class)
                .getDeclaredMethods()
                .filter(ElementMatchers.named(method))
                .getOnly();

        assertThat(ExpectedRow.allOf(described).stream().map(ExpectedRow::text)).containsExactly(text);
    }

    static Stream<Arguments> expecting() {
        String entity = Edited.class.getName();
        return Stream.of(
                Arguments.of("byTypeOfId", "2:1:" + entity),
                Arguments.of("byName", "2:0:" + entity),
                Arguments.of("byInstance", "1:0:" + entity),
                Arguments.of("byResult", "1:0:" + entity),
                Arguments.of("byInheritedId", "0:1:" + EditedMore.class.getName()));
    }

    @SuppressWarnings("UnusedVariable")
    static class Expecting {
        @RetryOnConflict
        void byTypeOfId(String text, Long id, @ExpectedVersion(Edited.class) int version) {}

        @RetryOnConflict
        void byName(long code, long other, @ExpectedVersion(value = Edited.class, id = "code") long version) {}

        @RetryOnConflict
        void byInstance(Edited detached, @ExpectedVersion long version) {}

        @RetryOnConflict
        Edited byResult(long id, @ExpectedVersion String version) {
            return new Edited();
        }

        @RetryOnConflict
        void byInheritedId(@ExpectedVersion(EditedMore.class) long version, long id) {}
    }

    @Entity
    static class Edited {
        @Id
        long id;
    }

    @Entity
    static class EditedMore extends Edited {}

    static class ExpectedInVain {
        void edit(long id, @ExpectedVersion(Edited.class) long version) {}
    }

    static class UnknownEntity {
        @RetryOnConflict
        void edit(long id, @ExpectedVersion long version) {}
    }

    static class TwoEntities {
        @RetryOnConflict
        void edit(ActiveRecord one, Edited other, @ExpectedVersion long version) {}
    }

    static class UnclearId {
        @RetryOnConflict
        void edit(long id, Long amount, @ExpectedVersion(Edited.class) long version) {}
    }

    static class NoId {
        @RetryOnConflict
        void edit(String text, @ExpectedVersion(Edited.class) long version) {}
    }

    static class NoSuchParameter {
        @RetryOnConflict
        void edit(long id, @ExpectedVersion(value = Edited.class, id = "code") long version) {}
    }

    static class CombinedAndExpecting {
        @RetryOnConflict
        @ExclusiveGroup(value = "edited", combine = 10)
        void edit(@GroupKey long id, @ExpectedVersion(Edited.class) long version) {}
    }

    abstract static class Abstract {
        @RetryOnConflict
        abstract void pay(long amount);
    }

    interface AnInterface {
        @RetryOnConflict
        void pay();
    }

    static class Native {
        @RetryOnConflict
        native void pay();
    }

    static class Synchronized {
        @RetryOnConflict
        synchronized void pay(String to, long... amounts) {}
    }

    @RetryOnConflict
    static class SynchronizedInAnnotatedType {
        public synchronized void pay() {}
    }

    static class ReturnsFuture {
        @RetryOnConflict
        Future<String> pay() {
            return CompletableFuture.completedFuture("");
        }
    }

    static class ReturnsCompletionStage {
        @RetryOnConflict
        java.util.concurrent.CompletionStage<String> pay() {
            return CompletableFuture.completedFuture("");
        }
    }

    static class ReturnsStream {
        @RetryOnConflict
        Stream<String> pay() {
            return Stream.empty();
        }
    }

    static class ReturnsPrimitiveStream {
        @RetryOnConflict
        IntStream pay() {
            return IntStream.empty();
        }
    }

    static class ReturnsPublisher {
        @RetryOnConflict
        Flow.Publisher<String> pay() {
            return subscriber -> {};
        }
    }

    static class Callback {
        @PrePersist
        @RetryOnConflict
        void pay() {}
    }

    @Entity
    static class EntityAccessor {
        @RetryOnConflict
        void setAmount(long amount) {}
    }

    @MappedSuperclass
    @RetryOnConflict
    static class AnnotatedEntity {
        public long getAmount() {
            return 0;
        }
    }

    @Entity
    static class ActiveRecord {
        @RetryOnConflict
        static void deposit(long id) {}
    }

    @RetryOnConflict
    static class NothingToWeave {
        void pay() {}

        @Override
        public String toString() {
            return "";
        }
    }

    static class BodyNameTaken {
        @RetryOnConflict
        void pay(long amount) {}

        void pay$attempt(long amount) {}
    }

    static class NoCycle {
        @RetryOnConflict(cycle = "R5/PT5S,PT10M")
        public void pay() {}
    }

    static class CycleAndRetries {
        @RetryOnConflict(cycle = "R3/PT5S", maxRetries = 7)
        public void pay() {}
    }

    static class WrongBesidePolicy {
        @RetryOnConflict(policy = "fast", jitter = 2)
        public void pay() {}
    }

    static class NegativeRetries {
        @RetryOnConflict(maxRetries = -1)
        void pay() {}
    }

    static class TooManyRetries {
        @RetryOnConflict(maxRetries = 1001)
        void pay() {}
    }

    static class NoDuration {
        @RetryOnConflict(delay = "soon")
        void pay() {}
    }

    static class NegativeDelay {
        @RetryOnConflict(delay = "-1ms")
        void pay() {}
    }

    static class ShrinkingDelay {
        @RetryOnConflict(multiplier = 0.5)
        void pay() {}
    }

    static class NoNumber {
        @RetryOnConflict(multiplier = Double.NaN)
        void pay() {}
    }

    static class TooMuchJitter {
        @RetryOnConflict(jitter = 1.5)
        void pay() {}
    }

    static class MaxBelowDelay {
        @RetryOnConflict(delay = "1s")
        void pay() {}
    }

    static class WrongKind {
        @RetryOnConflict(also = ConflictKind.GONE)
        void pay() {}
    }

    static class Undecided {
        @RetryOnConflict(retryOn = IOException.class, abortOn = IOException.class)
        void pay() {}
    }

    static class NoTime {
        @RetryOnConflict(maxDuration = "0s")
        void pay() {}
    }

    static class Finalizer {
        @Override
        @SuppressWarnings({"removal", "Finalize", "deprecation"})
        @RetryOnConflict
        protected void finalize() {}
    }

    static class TwoKeys {
        @RetryOnConflict
        void pay(@IdempotencyKey String first, @IdempotencyKey String second) {}
    }

    static class KeyOfNoText {
        @RetryOnConflict
        void pay(@IdempotencyKey StringBuilder key) {}
    }

    static class ArgumentOfNoText {
        @RetryOnConflict
        void pay(@IdempotencyKey String key, Thread[] argument) {}
    }

    static class VerifyWithoutRetry {
        @RetryOnConflict(maxRetries = 0, outcome = UnknownOutcome.VERIFY)
        void pay() {}
    }

    static class KeyInVain {
        void pay(@IdempotencyKey String key) {}
    }

    static class GroupKeyInVain {
        @RetryOnConflict
        void pay(@GroupKey String key) {}
    }

    static class NoKey {
        @ExclusiveGroup("wallet")
        void pay(long walletId) {}
    }

    static class KeyWithoutText {
        @ExclusiveGroup("wallet")
        void pay(@GroupKey Thread key) {}
    }

    static class NoSuchProperty {
        @ExclusiveGroup("wallet")
        void pay(@GroupKey("number") Thread key) {}
    }

    static class PropertyWithoutText {
        @ExclusiveGroup("wallet")
        void pay(@GroupKey("threadGroup") Thread key) {}
    }

    static class PropertyOfPrimitive {
        @ExclusiveGroup("wallet")
        void pay(@GroupKey("id") long key) {}
    }

    static class BlankGroup {
        @ExclusiveGroup(" ")
        void pay(@GroupKey long key) {}
    }

    static class HotWithoutRetry {
        @ExclusiveGroup(value = "wallet", mode = GroupMode.WHEN_HOT)
        void pay(@GroupKey long key) {}
    }

    static class CombinedWithoutRetry {
        @ExclusiveGroup(value = "wallet", combine = 2)
        void pay(@GroupKey long key) {}
    }

    static class TooManyCombined {
        @ExclusiveGroup(value = "wallet", combine = 1_001)
        void pay(@GroupKey long key) {}
    }

    static class CombinedWithoutWaiting {
        @ExclusiveGroup(value = "wallet", combine = 2, onBusy = OnBusy.FAIL)
        void pay(@GroupKey long key) {}
    }

    static class CombinedOnce {
        @RetryOnConflict
        @ExclusiveGroup(value = "wallet", combine = 2)
        void pay(@GroupKey long key, @IdempotencyKey String once) {}
    }

    static class CombinedAndVerified {
        @RetryOnConflict(outcome = UnknownOutcome.VERIFY)
        @ExclusiveGroup(value = "wallet", combine = 2)
        void pay(@GroupKey long key) {}
    }

    static class CombinedWithoutRetries {
        @RetryOnConflict(maxRetries = 0)
        @ExclusiveGroup(value = "wallet", combine = 2)
        void pay(@GroupKey long key) {}
    }

    static class NoWait {
        @ExclusiveGroup(value = "wallet", maxWait = "0s")
        void pay(@GroupKey long key) {}
    }

    static class NoQueue {
        @ExclusiveGroup(value = "wallet", maxQueued = 0)
        void pay(@GroupKey long key) {}
    }

    static class GroupedFuture {
        @ExclusiveGroup("wallet")
        Future<String> pay(@GroupKey long key) {
            return CompletableFuture.completedFuture("");
        }
    }

    static class SynchronizedGroup {
        @ExclusiveGroup("wallet")
        synchronized void pay(@GroupKey long key) {}
    }
}
