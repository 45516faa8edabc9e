package dev.locking;

import static java.util.Objects.requireNonNull;

import dev.locking.spi.DurationText;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * An exclusive group and how calls wait for their turn in it, for the programmatic door; {@link ExclusiveGroup} says what
 * the settings mean. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class GroupPolicy {

    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final int MOST_QUEUED = 100_000;

    private static final List<String> SETTINGS =
            List.of("policy", "maxWait", "onBusy", "maxQueued", "mode", "scope", "combine", "combineFlush");

    private final String name;
    private final Duration maxWait;
    private final OnBusy onBusy;
    private final int maxQueued;
    private final GroupMode mode;
    private final GroupScope scope;
    private final int combine;
    private final CombineFlush combineFlush;
    private final Map<String, String> told;

    private GroupPolicy(Values values) {
        require(
                values.combine == 1 || values.onBusy == OnBusy.WAIT,
                "combine",
                values.combine,
                "onBusy = WAIT: only calls that wait for their turn can share it");
        this.name = values.name;
        this.maxWait = values.maxWait;
        this.onBusy = values.onBusy;
        this.maxQueued = values.maxQueued;
        this.mode = values.mode;
        this.scope = values.scope;
        this.combine = values.combine;
        this.combineFlush = values.combineFlush;
        this.told = Collections.unmodifiableMap(values.told);
    }

    /** Of a policy that is being made. */
    private static final class Values {

        final String name;
        Duration maxWait = DurationText.parse("maxWait", ExclusiveGroup.DEFAULT_MAX_WAIT);
        OnBusy onBusy = OnBusy.WAIT;
        int maxQueued = ExclusiveGroup.DEFAULT_MAX_QUEUED;
        GroupMode mode = GroupMode.ALWAYS;
        GroupScope scope = GroupScope.JVM;
        int combine = 1;
        CombineFlush combineFlush = CombineFlush.ONCE;
        final Map<String, String> told = new LinkedHashMap<>();

        Values(String name) {
            this.name = name;
        }
    }

    private GroupPolicy with(String setting, Object value, Consumer<Values> change) {
        Values values = new Values(name);
        values.maxWait = maxWait;
        values.onBusy = onBusy;
        values.maxQueued = maxQueued;
        values.mode = mode;
        values.scope = scope;
        values.combine = combine;
        values.combineFlush = combineFlush;
        values.told.putAll(told);
        values.told.put(setting, value.toString());
        change.accept(values);
        return new GroupPolicy(values);
    }

    /**
     * A group with the defaults.
     *
     * @param name shared by all operations of the group
     * @return the policy
     * @throws IllegalArgumentException if the name is blank
     */
    public static GroupPolicy named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("An exclusive group needs a name, such as \"wallet\".");
        }
        return new GroupPolicy(new Values(name));
    }

    /**
     * Takes what is not said here from a policy that the configuration has under a name
     * ({@code locking.policies.<name>.group.*}). What is said here wins.
     *
     * @param policy its name
     * @return a new policy
     * @throws IllegalArgumentException if the name is blank
     */
    public GroupPolicy policy(String policy) {
        require(!policy.isBlank(), "policy", "\"" + policy + "\"", "the name of a policy");
        return with("policy", policy, values -> {});
    }

    /**
     * The longest wait for the turn. The default is {@value ExclusiveGroup#DEFAULT_MAX_WAIT}.
     *
     * @param maxWait greater than 0, at most 1 day
     * @return a new policy
     * @throws IllegalArgumentException if out of bounds
     */
    public GroupPolicy maxWait(Duration maxWait) {
        require(
                !maxWait.isNegative() && !maxWait.isZero() && maxWait.compareTo(ONE_DAY) <= 0,
                "maxWait",
                maxWait,
                "a duration greater than 0, at most 1 day (default " + ExclusiveGroup.DEFAULT_MAX_WAIT
                        + "); to wait for nobody, set onBusy = FAIL");
        return with("maxWait", maxWait, values -> values.maxWait = maxWait);
    }

    /**
     * What a call does that does not get its turn at once. The default is {@link OnBusy#WAIT}.
     *
     * @param onBusy what it does
     * @return a new policy
     */
    public GroupPolicy onBusy(OnBusy onBusy) {
        requireNonNull(onBusy, "onBusy");
        return with("onBusy", onBusy, values -> values.onBusy = onBusy);
    }

    /**
     * How many calls may wait for one key. The default is {@value ExclusiveGroup#DEFAULT_MAX_QUEUED}.
     *
     * @param maxQueued 1 to 100,000
     * @return a new policy
     * @throws IllegalArgumentException if out of bounds
     */
    public GroupPolicy maxQueued(int maxQueued) {
        require(
                maxQueued >= 1 && maxQueued <= MOST_QUEUED,
                "maxQueued",
                maxQueued,
                "a number from 1 to " + MOST_QUEUED + " (default " + ExclusiveGroup.DEFAULT_MAX_QUEUED
                        + "); to wait for nobody, set onBusy = FAIL");
        return with("maxQueued", maxQueued, values -> values.maxQueued = maxQueued);
    }

    /**
     * Which calls take turns. The default is {@link GroupMode#ALWAYS}.
     *
     * @param mode which
     * @return a new policy
     */
    public GroupPolicy mode(GroupMode mode) {
        requireNonNull(mode, "mode");
        return with("mode", mode, values -> values.mode = mode);
    }

    /**
     * Among whom calls take turns. The default is {@link GroupScope#JVM}.
     *
     * @param scope among whom
     * @return a new policy
     */
    public GroupPolicy scope(GroupScope scope) {
        requireNonNull(scope, "scope");
        return with("scope", scope, values -> values.scope = scope);
    }

    /**
     * How many waiting calls may share one transaction. The default is 1: none.
     *
     * @param combine 1 to {@value ExclusiveGroup#MAX_COMBINE}
     * @return a new policy
     * @throws IllegalArgumentException if out of bounds, or if calls do not wait
     */
    public GroupPolicy combine(int combine) {
        require(
                combine >= 1 && combine <= ExclusiveGroup.MAX_COMBINE,
                "combine",
                combine,
                "a number from 1 (each call has its own transaction, the default) to " + ExclusiveGroup.MAX_COMBINE);
        return with("combine", combine, values -> values.combine = combine);
    }

    /**
     * When the changes of combined calls are sent. The default is {@link CombineFlush#ONCE}.
     *
     * @param combineFlush when
     * @return a new policy
     */
    public GroupPolicy combineFlush(CombineFlush combineFlush) {
        requireNonNull(combineFlush, "combineFlush");
        return with("combineFlush", combineFlush, values -> values.combineFlush = combineFlush);
    }

    /**
     * Sets one setting by the name and the text that an annotation or a configuration file gives it.
     *
     * @param setting the name of a setting, such as {@code maxWait}
     * @param value its value as text
     * @return a new policy
     * @throws IllegalArgumentException if there is no such setting, or the value is none of its kind or out of bounds
     */
    public GroupPolicy set(String setting, String value) {
        return switch (setting) {
            case "policy" -> policy(value);
            case "maxWait" -> maxWait(DurationText.parse(setting, value));
            case "onBusy" -> onBusy(Settings.constant(setting, value, OnBusy.values()));
            case "maxQueued" -> maxQueued(Settings.wholeNumber(setting, value));
            case "mode" -> mode(Settings.constant(setting, value, GroupMode.values()));
            case "scope" -> scope(Settings.constant(setting, value, GroupScope.values()));
            case "combine" -> combine(Settings.wholeNumber(setting, value));
            case "combineFlush" -> combineFlush(Settings.constant(setting, value, CombineFlush.values()));
            default ->
                throw new IllegalArgumentException("\"" + setting + "\" is no setting of an exclusive group. There are "
                        + String.join(", ", SETTINGS) + ".");
        };
    }

    private static void require(boolean valid, String setting, Object value, String right) {
        if (!valid) {
            throw new IllegalArgumentException(setting + " = " + value + " makes no sense. Set " + right + ".");
        }
    }

    /**
     * The names of the settings, as {@link #set} takes them.
     *
     * @return the names, {@code maxWait} for instance
     */
    public static List<String> settingNames() {
        return SETTINGS;
    }

    /**
     * The settings that were made, as texts by their names; all others are the defaults, and give way to what is configured for
     * all operations.
     *
     * @return what was said
     */
    public Map<String, String> told() {
        return told;
    }

    /**
     * All settings that have a value, by their names.
     *
     * @return for instance {@code maxQueued} with {@code 1000}
     */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("maxWait", maxWait.toString());
        settings.put("onBusy", onBusy.name());
        settings.put("maxQueued", Integer.toString(maxQueued));
        settings.put("mode", mode.name());
        settings.put("scope", scope.name());
        settings.put("combine", Integer.toString(combine));
        settings.put("combineFlush", combineFlush.name());
        return settings;
    }

    public String name() {
        return name;
    }

    public Duration maxWait() {
        return maxWait;
    }

    public OnBusy onBusy() {
        return onBusy;
    }

    public int maxQueued() {
        return maxQueued;
    }

    public GroupMode mode() {
        return mode;
    }

    public GroupScope scope() {
        return scope;
    }

    public int combine() {
        return combine;
    }

    public CombineFlush combineFlush() {
        return combineFlush;
    }

    @Override
    public String toString() {
        return name + ", maxWait=" + maxWait + ", onBusy=" + onBusy + ", maxQueued=" + maxQueued + ", mode=" + mode
                + ", scope=" + scope + ", combine=" + combine + ", combineFlush=" + combineFlush;
    }
}
