package dev.locking;

import static java.util.Objects.requireNonNull;

import dev.locking.spi.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How often, how fast and for how long an operation is retried.
 *
 * <p>Before attempt {@code n + 1} the execution waits
 * {@code w * (1 - jitter * random)} with {@code w = min(maxDelay, delay * multiplier ^ (n - 1))} and {@code random} from
 * 0 to 1. With {@code jitter = 1} this is "full jitter" of the AWS Architecture blog ("Exponential Backoff And Jitter"),
 * which is about optimistic locking too. {@code jitter} is a share and not, as in Spring 7 and MicroProfile, a duration,
 * because no duration gives full jitter on every step of a growing delay. With a {@linkplain Builder#cycle cycle}, {@code w} is
 * the wait that it lists for the retry, and its last one from then on.
 *
 * <p>Where the conflict names rows, the execution then waits for its turn: those that lost on the same row run their
 * next attempts one after the other, first come, first served, within this JVM. An execution that has the turn does not wait
 * if it loses again, nor does one that is only asked to take its turn on a row before it reads it.
 *
 * <p>Retries that wait for no turn are limited for the whole process and per persistence unit: at most 20 % of the executions
 * of the last 10 seconds, and 10 per second besides (the figures of Finagle's {@code RetryBudget}). When that is used up, the
 * conflict goes to the caller at once, so that retries cannot keep an overloaded database overloaded.
 *
 * <p>Instances are immutable and thread-safe.
 *
 * @since 0.1
 */
public final class RetryPolicy {

    /**
     * {@value}: chosen by measurement, so that nobody is exhausted on a hot row. Of 64 threads on one row nobody needed more
     * than 1 retry at READ COMMITTED, but up to 93 at REPEATABLE READ, where no lock helps against those who come new (see
     * {@code CONTRIBUTING.md}). Usually {@link #DEFAULT_MAX_DURATION} is what ends an execution.
     */
    public static final int DEFAULT_MAX_RETRIES = 100;

    /** {@value}: the highest number of retries that makes sense. */
    public static final int MAX_RETRIES_LIMIT = 1_000;

    /** {@value}: a conflict is over when the other transaction has committed, which takes milliseconds. */
    public static final String DEFAULT_DELAY = "5ms";

    /** {@value}. */
    public static final double DEFAULT_MULTIPLIER = 2.0;

    /** {@value}. */
    public static final String DEFAULT_MAX_DELAY = "250ms";

    /** {@value}: full jitter. */
    public static final double DEFAULT_JITTER = 1.0;

    /** {@value}. */
    public static final String DEFAULT_MAX_DURATION = "5s";

    private static final Duration ONE_DAY = Duration.ofDays(1);

    /** Ends the search in a cycle of causes too. */
    private static final int DEEPEST_CAUSE = 100;

    private static final Set<ConflictKind> ONLY_WHERE_DECLARED =
            EnumSet.of(ConflictKind.DUPLICATE, ConflictKind.LOCK_TIMEOUT, ConflictKind.GONE);

    private static final List<String> SETTINGS = List.of(
            "policy",
            "maxRetries",
            "delay",
            "multiplier",
            "maxDelay",
            "jitter",
            "maxDuration",
            "cycle",
            "also",
            "outcome",
            "resolution");

    private static final RetryPolicy DEFAULTS = builder().build();

    private final int maxRetries;
    private final Duration delay;
    private final double multiplier;
    private final Duration maxDelay;
    private final double jitter;
    private final Duration maxDuration;
    private final List<Duration> cycle;
    private final Set<ConflictKind> also;
    private final Set<Class<? extends Exception>> retryOn;
    private final Set<Class<? extends Exception>> abortOn;
    private final UnknownOutcome outcome;
    private final Resolution resolution;
    private final Map<String, String> told;

    private RetryPolicy(Builder builder) {
        this.maxRetries = builder.maxRetries;
        this.delay = builder.delay;
        this.multiplier = builder.multiplier;
        this.maxDelay = builder.maxDelay;
        this.jitter = builder.jitter;
        this.maxDuration = builder.maxDuration;
        this.cycle = builder.cycle;
        this.also = Set.copyOf(builder.also);
        this.retryOn = Set.copyOf(builder.retryOn);
        this.abortOn = Set.copyOf(builder.abortOn);
        this.outcome = builder.outcome;
        this.resolution = builder.resolution;
        this.told = Collections.unmodifiableMap(new LinkedHashMap<>(builder.told));
    }

    /**
     * The policy that applies where nothing else is said.
     *
     * @return the defaults
     */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * Begins a policy from the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The names of the settings that have a text, as {@link Builder#set} takes them.
     *
     * @return the names, {@code maxRetries} for instance
     */
    public static List<String> settingNames() {
        return SETTINGS;
    }

    /**
     * The settings that were made by the builder, as texts by their names; all others are the defaults, and give way to what is
     * configured for all operations. {@code retryOn} and {@code abortOn} have no text and are not among them.
     *
     * @return what was said, in that order
     */
    public Map<String, String> told() {
        return told;
    }

    /**
     * All settings that have a text and a value, by their names.
     *
     * @return for instance {@code maxRetries} with {@code 100}
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("maxRetries", Integer.toString(maxRetries));
        settings.put("delay", delay.toString());
        settings.put("multiplier", Double.toString(multiplier));
        settings.put("maxDelay", maxDelay.toString());
        settings.put("jitter", Double.toString(jitter));
        settings.put("maxDuration", maxDuration.toString());
        settings.put("cycle", cycle.stream().map(Duration::toString).collect(Collectors.joining(",")));
        settings.put("also", also.stream().map(Enum::name).sorted().collect(Collectors.joining(",")));
        settings.put("outcome", outcome.name());
        settings.put("resolution", resolution.name());
        return settings;
    }

    public int maxRetries() {
        return maxRetries;
    }

    public Duration delay() {
        return delay;
    }

    public double multiplier() {
        return multiplier;
    }

    public Duration maxDelay() {
        return maxDelay;
    }

    public double jitter() {
        return jitter;
    }

    public Duration maxDuration() {
        return maxDuration;
    }

    /**
     * The waits of a cycle, which take the place of delay, multiplier and maxDelay.
     *
     * @return the longest wait before attempt 2, 3 and so on, the last one from then on; empty without a cycle
     */
    public List<Duration> cycle() {
        return cycle;
    }

    /**
     * Whether a kind that is a conflict only where it is declared is declared here.
     *
     * @param kind the kind
     * @return true if it is retried
     */
    public boolean isAlso(ConflictKind kind) {
        return also.contains(kind);
    }

    public Set<Class<? extends Exception>> retryOn() {
        return retryOn;
    }

    public Set<Class<? extends Exception>> abortOn() {
        return abortOn;
    }

    /**
     * Whether a failure is retried although it is no conflict.
     *
     * @param failure the failure
     * @return true if it, or one of its causes, is of a type that was given to {@link Builder#retryOn}
     */
    public boolean isRetriedOn(Throwable failure) {
        return isAnyOf(retryOn, failure);
    }

    /**
     * Whether a failure is never retried.
     *
     * @param failure the failure
     * @return true if it, or one of its causes, is of a type that was given to {@link Builder#abortOn}
     */
    public boolean isAbortedOn(Throwable failure) {
        return isAnyOf(abortOn, failure);
    }

    public UnknownOutcome outcome() {
        return outcome;
    }

    public Resolution resolution() {
        return resolution;
    }

    private static boolean isAnyOf(Set<Class<? extends Exception>> types, Throwable failure) {
        Throwable cause = types.isEmpty() ? null : failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            Throwable one = cause;
            if (types.stream().anyMatch(type -> type.isInstance(one))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    @Override
    public String toString() {
        return "maxRetries=" + maxRetries + ", delay=" + delay + ", multiplier=" + multiplier + ", maxDelay=" + maxDelay
                + ", jitter=" + jitter + ", maxDuration=" + maxDuration + ", cycle=" + cycle + ", also=" + also
                + ", retryOn=" + retryOn
                + ", abortOn=" + abortOn + ", outcome=" + outcome + ", resolution=" + resolution;
    }

    /** Collects the settings of a policy. Not thread-safe. */
    public static final class Builder {

        private int maxRetries = DEFAULT_MAX_RETRIES;
        private Duration delay = DurationText.parse("delay", DEFAULT_DELAY);
        private double multiplier = DEFAULT_MULTIPLIER;
        private Duration maxDelay = DurationText.parse("maxDelay", DEFAULT_MAX_DELAY);
        private double jitter = DEFAULT_JITTER;
        private Duration maxDuration = DurationText.parse("maxDuration", DEFAULT_MAX_DURATION);
        private List<Duration> cycle = List.of();

        private Set<ConflictKind> also = Set.of();
        private Set<Class<? extends Exception>> retryOn = Set.of();
        private Set<Class<? extends Exception>> abortOn = Set.of();
        private UnknownOutcome outcome = UnknownOutcome.SURFACE;
        private Resolution resolution = Resolution.RE_EXECUTE;

        private final Map<String, String> told = new LinkedHashMap<>();
        private final Set<String> toldByText = new LinkedHashSet<>();

        private Builder() {}

        /**
         * Takes what is not said here from a policy that the configuration has under a name ({@code locking.policies.<name>.*}),
         * or from a preset: {@code camunda}, {@code flowable}, {@code kubernetes}. What is said here wins. Whether the settings
         * go together is then seen when the operation is first executed, since only then they are known.
         *
         * @param name of a policy
         * @return this
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder policy(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException(
                        "policy = \"" + name + "\" makes no sense. Set the name of a policy, such as camunda.");
            }
            return told("policy", name);
        }

        /**
         * The maximum number of retries. Total attempts = 1 + {@code maxRetries}. The default is
         * {@value RetryPolicy#DEFAULT_MAX_RETRIES}.
         *
         * @param maxRetries 0 (surface the first conflict) to {@value RetryPolicy#MAX_RETRIES_LIMIT}
         * @return this
         * @throws IllegalArgumentException if out of bounds
         */
        public Builder maxRetries(int maxRetries) {
            require(
                    maxRetries >= 0 && maxRetries <= MAX_RETRIES_LIMIT,
                    "maxRetries",
                    maxRetries,
                    "a number from 0 (surface the first conflict) to " + MAX_RETRIES_LIMIT,
                    DEFAULT_MAX_RETRIES);
            this.maxRetries = maxRetries;
            return told("maxRetries", maxRetries);
        }

        /**
         * The longest wait before attempt 2. The default is {@value RetryPolicy#DEFAULT_DELAY}.
         *
         * @param delay 0 (never wait) or more
         * @return this
         * @throws IllegalArgumentException if negative
         */
        public Builder delay(Duration delay) {
            require(!delay.isNegative(), "delay", delay, "a duration of 0 or more", DEFAULT_DELAY);
            this.delay = delay;
            this.cycle = List.of();
            return told("delay", delay);
        }

        /**
         * The growth of the longest wait per retry. The default is {@value RetryPolicy#DEFAULT_MULTIPLIER}.
         *
         * @param multiplier 1 (constant) or more
         * @return this
         * @throws IllegalArgumentException if less than 1, infinite or not a number
         */
        public Builder multiplier(double multiplier) {
            require(
                    multiplier >= 1 && multiplier < Double.POSITIVE_INFINITY,
                    "multiplier",
                    multiplier,
                    "a finite number of 1 or more",
                    DEFAULT_MULTIPLIER);
            this.multiplier = multiplier;
            this.cycle = List.of();
            return told("multiplier", multiplier);
        }

        /**
         * The limit on each single wait, unlike {@link #maxDuration}, which limits all attempts and waits together. The
         * default is {@value RetryPolicy#DEFAULT_MAX_DELAY}.
         *
         * @param maxDelay at least {@code delay}, which is checked when the policy is built
         * @return this
         */
        public Builder maxDelay(Duration maxDelay) {
            this.maxDelay = requireNonNull(maxDelay, "maxDelay");
            this.cycle = List.of();
            return told("maxDelay", maxDelay);
        }

        /**
         * The random share of each wait. The default is {@value RetryPolicy#DEFAULT_JITTER}.
         *
         * @param jitter 0 (none) to 1 (full jitter)
         * @return this
         * @throws IllegalArgumentException if out of bounds or not a number
         */
        public Builder jitter(double jitter) {
            require(jitter >= 0 && jitter <= 1, "jitter", jitter, "a share from 0 (none) to 1 (full)", DEFAULT_JITTER);
            this.jitter = jitter;
            return told("jitter", jitter);
        }

        /**
         * The limit for all attempts and waits together. No attempt begins after it; one that has begun is not
         * interrupted. The default is {@value RetryPolicy#DEFAULT_MAX_DURATION}.
         *
         * @param maxDuration more than 0, at most 1 day
         * @return this
         * @throws IllegalArgumentException if out of bounds
         */
        public Builder maxDuration(Duration maxDuration) {
            require(
                    !maxDuration.isNegative() && !maxDuration.isZero() && maxDuration.compareTo(ONE_DAY) <= 0,
                    "maxDuration",
                    maxDuration,
                    "a duration greater than 0, at most 1 day",
                    DEFAULT_MAX_DURATION);
            this.maxDuration = maxDuration;
            return told("maxDuration", maxDuration);
        }

        /**
         * Says how often and after which waits, as users of Camunda write it: {@code R3/PT5S} makes 3 attempts, 5 seconds apart;
         * {@code PT1S,PT5S} waits 1 second before attempt 2 and 5 before attempt 3, the last; {@code R0/PT5S} and
         * {@code R1/PT5S} surface the first conflict; {@code R/PT5S} goes on until {@code maxDuration}, or
         * {@value RetryPolicy#MAX_RETRIES_LIMIT} retries. Unlike there, conflicts count.
         *
         * <p>It sets {@code maxRetries}, {@code delay}, {@code multiplier}, {@code maxDelay} and {@code jitter} (to 0), and, unless
         * that was said before, {@code maxDuration}: to all waits together and {@value RetryPolicy#DEFAULT_MAX_DURATION}
         * besides, for the attempts. What is said of these afterwards changes them.
         *
         * @param cycle such as {@code R3/PT5S}; the durations may be written {@code 5s} too
         * @return this
         * @throws IllegalArgumentException if it is none, or if it would take more than a day
         */
        public Builder cycle(String cycle) {
            RetryCycle parsed = RetryCycle.parse(cycle);
            maxRetries(parsed.maxRetries());
            delay(parsed.waits().get(0));
            multiplier(1);
            maxDelay(Collections.max(parsed.waits()));
            jitter(0);
            if (!told.containsKey("maxDuration")) {
                maxDuration = parsed.maxDuration();
            }
            told.keySet().removeAll(RetryCycle.SETS);
            this.cycle = parsed.waits();
            return told("cycle", cycle);
        }

        /**
         * The kinds that are conflicts only where they are declared. None by default.
         *
         * @param kinds any of {@link ConflictKind#DUPLICATE}, {@link ConflictKind#LOCK_TIMEOUT} and
         *     {@link ConflictKind#GONE}, after which the operation runs once more, and not again
         * @return this
         * @throws IllegalArgumentException if another kind is among them
         */
        public Builder also(ConflictKind... kinds) {
            for (ConflictKind kind : kinds) {
                require(
                        ONLY_WHERE_DECLARED.contains(kind),
                        "also",
                        kind,
                        "DUPLICATE, LOCK_TIMEOUT or GONE; every other kind is decided without being declared",
                        "none");
            }
            this.also = Set.copyOf(Arrays.asList(kinds));
            return told("also", Arrays.stream(kinds).map(Enum::name).collect(Collectors.joining(",")));
        }

        /**
         * Failures that are retried although they are no conflict. None by default.
         *
         * @param types of the failure or one of its causes
         * @return this
         */
        public Builder retryOn(Collection<Class<? extends Exception>> types) {
            this.retryOn = Set.copyOf(types);
            return this;
        }

        /**
         * Failures that are never retried. None by default.
         *
         * @param types of the failure or one of its causes
         * @return this
         */
        public Builder abortOn(Collection<Class<? extends Exception>> types) {
            this.abortOn = Set.copyOf(types);
            return this;
        }

        /**
         * What happens when nobody answers whether the commit was applied. The default is {@link UnknownOutcome#SURFACE}.
         *
         * @param outcome {@link UnknownOutcome#VERIFY} needs a ledger, and at least one retry
         * @return this
         */
        public Builder outcome(UnknownOutcome outcome) {
            this.outcome = requireNonNull(outcome, "outcome");
            return told("outcome", outcome);
        }

        /**
         * What becomes of a conflict that another attempt could resolve. The default is {@link Resolution#RE_EXECUTE}.
         *
         * @param resolution {@link Resolution#REAPPLY} goes without {@link UnknownOutcome#VERIFY}
         * @return this
         */
        public Builder resolution(Resolution resolution) {
            this.resolution = requireNonNull(resolution, "resolution");
            return told("resolution", resolution);
        }

        private Builder told(String name, Object value) {
            told.put(name, value.toString());
            return this;
        }

        /**
         * Sets one setting by the name and the text that an annotation or a configuration file gives it, beside others of the
         * same place.
         *
         * <p>{@code retryOn} and {@code abortOn} have no text, since a name alone does not say which class loader's class is
         * meant.
         *
         * @param name the name of a setting, such as {@code maxRetries}
         * @param value its value as text
         * @return this
         * @throws IllegalArgumentException if there is no such setting, the value is none of its kind or out of bounds, or a
         *     cycle was set beside a setting that it sets
         */
        public Builder set(String name, String value) {
            toldByText.add(name);
            RetryCycle.refuseBesideWhatItSets(toldByText);
            return switch (name) {
                case "policy" -> policy(value);
                case "maxRetries" -> maxRetries(Settings.wholeNumber(name, value));
                case "delay" -> delay(DurationText.parse(name, value));
                case "multiplier" -> multiplier(Settings.number(name, value));
                case "maxDelay" -> maxDelay(DurationText.parse(name, value));
                case "jitter" -> jitter(Settings.number(name, value));
                case "maxDuration" -> maxDuration(DurationText.parse(name, value));
                case "cycle" -> cycle(value);
                case "also" -> also(kinds(name, value));
                case "outcome" -> outcome(Settings.constant(name, value, UnknownOutcome.values()));
                case "resolution" -> resolution(Settings.constant(name, value, Resolution.values()));
                default ->
                    throw new IllegalArgumentException("\"" + name + "\" is no setting of a retry policy. There are "
                            + String.join(", ", SETTINGS) + ".");
            };
        }

        private static ConflictKind[] kinds(String name, String value) {
            return value.isBlank()
                    ? new ConflictKind[0]
                    : Arrays.stream(value.split(",", -1))
                            .map(kind -> Settings.constant(name, kind.strip(), ConflictKind.values()))
                            .toArray(ConflictKind[]::new);
        }

        /**
         * Builds the policy.
         *
         * @return the policy
         * @throws IllegalArgumentException if {@code maxDelay} is less than {@code delay}, a type is in both
         *     {@code retryOn} and {@code abortOn}, not even the first wait of a cycle fits into {@code maxDuration}, or an
         *     unknown outcome is to be verified without a retry or beside {@link Resolution#REAPPLY}; of a
         *     {@linkplain #policy named policy} only the types are looked at
         */
        public RetryPolicy build() {
            for (Class<?> type : retryOn) {
                require(
                        !abortOn.contains(type),
                        "retryOn",
                        type.getName(),
                        "types that are not in abortOn too",
                        "none");
            }
            if (!told.containsKey("policy")) {
                requireToGoTogether();
            }
            return new RetryPolicy(this);
        }

        private void requireToGoTogether() {
            require(
                    maxDelay.compareTo(delay) >= 0,
                    "maxDelay",
                    maxDelay,
                    "a duration of at least delay (" + delay + ")",
                    DEFAULT_MAX_DELAY);
            require(
                    cycle.isEmpty() || maxRetries == 0 || maxDuration.compareTo(cycle.get(0)) > 0,
                    "maxDuration",
                    maxDuration,
                    "a duration greater than the first wait of the cycle, " + (cycle.isEmpty() ? "" : cycle.get(0))
                            + ", or no retry ever begins",
                    "all waits of the cycle, and " + DEFAULT_MAX_DURATION);
            require(
                    outcome == UnknownOutcome.SURFACE || maxRetries > 0,
                    "maxRetries",
                    maxRetries,
                    "a number of 1 or more where outcome = VERIFY, since only another attempt can find out",
                    DEFAULT_MAX_RETRIES);
            require(
                    outcome == UnknownOutcome.SURFACE || resolution != Resolution.REAPPLY,
                    "resolution",
                    resolution,
                    "RE_EXECUTE or SURFACE where outcome = VERIFY or an idempotency key is asked for",
                    Resolution.RE_EXECUTE);
        }

        private static void require(boolean valid, String name, Object value, String right, Object byDefault) {
            if (!valid) {
                throw new IllegalArgumentException(
                        name + " = " + value + " makes no sense. Set " + right + " (default " + byDefault + ").");
            }
        }
    }
}
