package dev.locking.retry.weaving;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locking.ConflictException;
import dev.locking.IdempotencyKeyReusedException;
import dev.locking.RetryOnConflict;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.retry.LockingSettings;
import dev.locking.retry.StandardStub;
import dev.locking.retry.StubIntegration.StubConflict;
import dev.locking.retry.weaving.samples.Accounts;
import dev.locking.retry.weaving.samples.AnnotatedType;
import dev.locking.retry.weaving.samples.Audited;
import dev.locking.retry.weaving.samples.Traced;
import dev.locking.retry.weaving.samples.Wallets;
import dev.locking.spi.Woven;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WeavingTest {

    private final WovenSamples samples = new WovenSamples();
    private final Object wallets = newInstance(Wallets.class);

    @BeforeEach
    void countFromZero() {
        StandardStub.INTEGRATION.begun = 0;
        StandardStub.INTEGRATION.committed = 0;
    }

    @Test
    void retriesInstanceMethodsWithTheOriginalArgumentsEachTime() throws Throwable {
        assertThat(call(wallets, "instance", "50")).isEqualTo("changed by attempt 2");
        assertThat(call(wallets, "seen")).isEqualTo(List.of("50", "50"));
        assertCommittedAtSecondAttempt();
    }

    @Test
    void retriesStaticMethods() throws Throwable {
        assertThat(call(wallets, "ofClass", "50 at ")).isEqualTo("50 at 2");
        assertCommittedAtSecondAttempt();
    }

    @Test
    void retriesPrivateMethodsAndSelfInvocation() throws Throwable {
        assertThat(call(wallets, "hidden", "50 at ")).isEqualTo("50 at 2");
        assertThat(call(wallets, "selfInvocation")).isEqualTo("self 2");
        assertThat(call(wallets, "call")).isEqualTo("self 2");
    }

    @Test
    void aMethodWithAnIdempotencyKeyRunsOncePerKey() throws Throwable {
        String order = UUID.randomUUID().toString();

        assertThat(call(wallets, "keyed", 1L, order, new BigDecimal("50"))).isEqualTo(51L);
        assertThat(call(wallets, "keyed", 1L, order, new BigDecimal("50.0"))).isEqualTo(51L);
        assertThatExceptionOfType(IdempotencyKeyReusedException.class)
                .isThrownBy(() -> call(wallets, "keyed", 2L, order, new BigDecimal("50")));

        assertThat(call(wallets, "seen")).as("two attempts of the first call").isEqualTo(List.of(order, order));
    }

    @Test
    void whatIsConfiguredForTheOperationWinsAndAChangeIsSeenByTheNextCall() throws Throwable {
        try (LockingSettings settings =
                LockingSettings.open("test", Map.of("locking.operations.Wallets.instance.max-retries", "0"))) {
            assertThatExceptionOfType(ConflictException.class).isThrownBy(() -> call(wallets, "instance", "50"));

            settings.set("locking.operations.Wallets.instance.max-retries", "1");

            assertThat(call(wallets, "instance", "50")).isEqualTo("changed by attempt 2");
        }
    }

    @Test
    void outOfTheWayAMethodRunsOnceInItsTransactionAndWithoutATurn() throws Throwable {
        try (LockingSettings settings = LockingSettings.open("test", Map.of("locking.enabled", "false"))) {
            assertThat(settings.isEnabled()).isFalse();
            assertThatExceptionOfType(StubConflict.class).isThrownBy(() -> call(wallets, "instance", "50"));
            assertThat(StandardStub.INTEGRATION.begun).isEqualTo(1);

            assertThatExceptionOfType(NoSuchElementException.class)
                    .as("nobody has the turn")
                    .isThrownBy(() -> call(wallets, "groupedOnly", List.of("a", "b")));
            assertThat(StandardStub.INTEGRATION.begun)
                    .as("it begins none, as ever")
                    .isEqualTo(1);
        }
    }

    @Test
    void aCycleAndANamedPolicyOfAnAnnotationCount() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> call(wallets, "cycled"))
                .withMessageContaining("gave up after 2 attempts");
        try (LockingSettings settings =
                LockingSettings.open("test", Map.of("locking.policies.twice.max-retries", "1"))) {
            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> call(wallets, "byPolicy"))
                    .withMessageContaining("gave up after 2 attempts");
            assertThat(settings.operation("Wallets.byPolicy")).isPresent();
        }
    }

    @Test
    void aNamedPolicyThatIsNotThereIsToldAndCanBeAddedWithoutANewStart() throws Throwable {
        try (LockingSettings settings = LockingSettings.open("test", Map.of())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> call(wallets, "byPolicy"))
                    .withMessageContaining("There is no policy \"twice\"");

            settings.set("locking.policies.twice.max-retries", "0");

            assertThatExceptionOfType(ConflictException.class)
                    .isThrownBy(() -> call(wallets, "byPolicy"))
                    .withMessageContaining("gave up after 1 attempt");
        }
    }

    @Test
    void aMethodInAGroupRunsInItsTurnOnAllItsKeys() throws Throwable {
        Object order = samples.loadClass(Wallets.Order.class.getName())
                .getConstructor(long.class, String.class)
                .newInstance(17L, "note");

        assertThat(call(wallets, "grouped", 1L, "other", order)).isEqualTo(true);
        assertCommittedAtSecondAttempt();
        assertThat(ExclusiveGroups.holder("woven", 17L)).isEmpty();
    }

    @Test
    void aMethodThatIsOnlyInAGroupIsNotRetried() throws Throwable {
        assertThat(call(wallets, "groupedOnly", List.of("a", "b"))).isEqualTo("Wallets.groupedOnly");
        assertThat(StandardStub.INTEGRATION.begun).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call(wallets, "groupedOnly", Arrays.asList("a", null)))
                .withMessageContaining("Wallets.groupedOnly: a key of its exclusive group is null");
    }

    @Test
    void soDoesAStaticOne() throws Throwable {
        UUID order = UUID.randomUUID();

        call(wallets, "keyedOfClass", order);
        call(wallets, "keyedOfClass", order);

        assertThat(StandardStub.INTEGRATION.committed).isOne();
    }

    @Test
    void retriesFinalMethods() throws Throwable {
        assertThat(call(wallets, "unchangeable", "50 at ")).isEqualTo("50 at 2");
    }

    @Test
    void retriesGenericMethods() throws Throwable {
        assertThat(call(wallets, "generic", List.of(1, 2), 3)).isEqualTo(List.of(1, 2, 3));
        assertThat(method(Wallets.class, "generic").toGenericString())
                .isEqualTo(original(Wallets.class, "generic").toGenericString());
    }

    @Test
    void retriesVarargsMethods() throws Throwable {
        assertThat(call(wallets, "varargs", "a", new Object[] {1, 2})).isEqualTo("a[1, 2]2");
        assertThat(method(Wallets.class, "varargs").isVarArgs()).isTrue();
    }

    @Test
    void retriesMethodsOfEveryPrimitiveType() throws Throwable {
        assertThat(call(wallets, "primitives", true, (byte) 1, (char) 2, (short) 3, 4, 5L, 6f, 7d))
                .isEqualTo(29L);
        assertThat(call(wallets, "wide", 1.5, 2L)).isEqualTo(3.5);
        assertThat(call(wallets, "flag")).isEqualTo(true);
    }

    @Test
    void retriesMethodsThatReturnNothing() throws Throwable {
        List<String> log = new ArrayList<>();

        assertThat(call(wallets, "nothing", log)).isNull();

        assertThat(log).containsExactly("attempt 2");
    }

    @Test
    void letsCheckedExceptionsOutAsTheyCame() {
        assertThatThrownBy(() -> call(wallets, "checked"))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");

        assertThat(method(Wallets.class, "checked").getExceptionTypes()).containsExactly(IOException.class);
        assertThat(StandardStub.INTEGRATION.begun).isEqualTo(2);
    }

    @Test
    void retriesDefaultAndStaticMethodsOfInterfaces() throws Throwable {
        assertThat(call(wallets, "audit", "all")).isEqualTo("audited all at attempt 2");
        assertThat(method(Audited.class, "auditAll").invoke(null)).isEqualTo("audited all at attempt 2");
    }

    @Test
    void retriesInheritedMethods() throws Throwable {
        assertThat(call(wallets, "inheritedAndRetried")).isEqualTo("above 2");
    }

    @Test
    void retriesAnOverridingMethodOnlyIfItIsAnnotatedItself() throws Throwable {
        assertThat(call(wallets, "overriddenAndAnnotated")).isEqualTo("below 2");
        assertThatThrownBy(() -> call(wallets, "overridden"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("No attempt runs on this thread");
    }

    @Test
    void movesLambdasAndCallsOfTheSuperclassWithTheBody() throws Throwable {
        assertThat(call(wallets, "withLambdaAndSuper", "50 ")).isEqualTo("super 50 0");
    }

    @Test
    void anAnnotatedTypeMeansItsPublicMethodsAndTheMethodsOwnAnnotationWins() throws Throwable {
        Object annotated = newInstance(AnnotatedType.class);

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> call(annotated, "published"))
                .satisfies(surfaced -> assertThat(surfaced.attempts()).isEqualTo(3));
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> call(annotated, "withItsOwn"))
                .satisfies(surfaced -> assertThat(surfaced.attempts()).isEqualTo(5));
        assertThat(wovenMethods(AnnotatedType.class)).containsExactlyInAnyOrder("published", "withItsOwn");
    }

    @Test
    void appliesTheSettingsOfTheAnnotation() {
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> call(wallets, "annotated", 1L, "x"))
                .withMessageStartingWith("Wallets.annotated: gave up after 2 attempts")
                .withCauseInstanceOf(StubConflict.class);
    }

    @Test
    void appliesWhatTheAnnotationDeclares() throws Throwable {
        assertThat(call(wallets, "declared", new IOException("disk full"))).isEqualTo("attempt 2");
        assertThatThrownBy(() -> call(wallets, "declared", new StubConflict("a conflict, but not here")))
                .isInstanceOf(StubConflict.class);
    }

    @Test
    void annotationsStayWhereFrameworksLookForThem() {
        Method annotated = method(Wallets.class, "annotated");
        Method original = original(Wallets.class, "annotated");

        assertThat(annotated.isAnnotationPresent(RetryOnConflict.class)).isTrue();
        assertThat(Arrays.deepToString(annotated.getParameterAnnotations()))
                .isEqualTo(Arrays.deepToString(original.getParameterAnnotations()))
                .contains("first");
        assertThat(Arrays.toString(annotated.getAnnotatedReturnType().getAnnotations()))
                .isEqualTo(Arrays.toString(original.getAnnotatedReturnType().getAnnotations()))
                .contains("MarkedUse");
        assertThat(Arrays.stream(annotated.getDeclaredAnnotations()).map(Object::toString))
                .containsAll(Arrays.stream(original.getDeclaredAnnotations())
                        .map(Object::toString)
                        .toList());
        assertThat(annotated.getModifiers()).isEqualTo(original.getModifiers());
        assertThat(annotated.toGenericString()).isEqualTo(original.toGenericString());
    }

    @Test
    void theMovedBodyIsPrivateAndCarriesNoAnnotation() {
        Method body = method(Wallets.class, "annotated$attempt");

        assertThat(Modifier.isPrivate(body.getModifiers())).isTrue();
        assertThat(body.getDeclaredAnnotations()).isEmpty();
        assertThat(Arrays.deepToString(body.getParameterAnnotations())).isEqualTo("[[], []]");
    }

    @Test
    void parameterNamesSurvive() {
        assertThat(method(Wallets.class, "annotated").getParameters())
                .extracting(Parameter::getName)
                .containsExactly("walletId", "amount");
    }

    @Test
    void theUsersOwnFramesStayRecognisableInAStackTrace() {
        Object traced = newInstance(Traced.class);

        assertThatThrownBy(() -> call(traced, "fail")).satisfies(failure -> {
            List<String> frames = Arrays.stream(failure.getStackTrace())
                    .filter(frame -> frame.getClassName().equals(Traced.class.getName()))
                    .map(frame -> frame.getMethodName() + ":" + frame.getLineNumber())
                    .toList();
            assertThat(frames).containsExactly("fail$attempt:21", "fail:21");
        });
    }

    @Test
    void aSecondPassChangesNothing() {
        byte[] once = WovenSamples.woven(Wallets.class.getName(), WovenSamples.original(Wallets.class.getName()));

        byte[] twice = WovenSamples.woven(Wallets.class.getName(), once);

        assertThat(twice).isEqualTo(once);
    }

    @Test
    void theSameInputGivesTheSameBytes() {
        byte[] original = WovenSamples.original(Wallets.class.getName());

        assertThat(WovenSamples.woven(Wallets.class.getName(), original))
                .isEqualTo(WovenSamples.woven(Wallets.class.getName(), original))
                .isNotEqualTo(original);
    }

    @Test
    void classesWithoutTheAnnotationAreLeftAlone() {
        byte[] original = WovenSamples.original(StubConflict.class.getName());

        assertThat(WovenSamples.woven(StubConflict.class.getName(), original)).isSameAs(original);
    }

    private List<String> wovenMethods(Class<?> sample) throws ClassNotFoundException {
        return Arrays.stream(samples.woven(sample).getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Woven.class))
                .map(Method::getName)
                .toList();
    }

    private static void assertCommittedAtSecondAttempt() {
        assertThat(StandardStub.INTEGRATION.begun).isEqualTo(2);
        assertThat(StandardStub.INTEGRATION.committed).isOne();
    }

    private Object newInstance(Class<?> sample) {
        try {
            return samples.woven(sample).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object call(Object target, String name, Object... arguments) throws Throwable {
        Method method = find(target.getClass(), name);
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw requireNonNull(e.getCause());
        }
    }

    private Method method(Class<?> sample, String name) {
        try {
            return find(samples.woven(sample), name);
        } catch (ClassNotFoundException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Method original(Class<?> sample, String name) {
        return find(sample, name);
    }

    private static Method find(Class<?> type, String name) {
        List<Class<?>> places = new ArrayList<>(List.of(type));
        places.addAll(Arrays.asList(type.getInterfaces()));
        places.add(type.getSuperclass() == null ? Accounts.class : type.getSuperclass());
        Method found = places.stream()
                .flatMap(place -> Arrays.stream(place.getDeclaredMethods()))
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method " + name));
        found.setAccessible(true);
        return found;
    }
}
