package dev.locking;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ConflictException} for people and for other programs: what clashed, who changed what, and what to do about it.
 * Shows values only of attributes that are {@link ShownInReports}. Immutable, and makes its texts when asked for.
 *
 * @since 0.1
 */
public final class ConflictReport {

    private static final Set<Class<?>> JSON_NUMBERS =
            Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class, BigDecimal.class);

    private static final String FALSE_CONFLICT =
            "No attribute was changed by both: a merge, or @OptimisticLock(excluded = true) on attributes that need no check,"
                    + " would have avoided this conflict.";

    private final ConflictException exception;

    private ConflictReport(ConflictException exception) {
        this.exception = exception;
    }

    /**
     * A report of the conflicts that an execution could not resolve.
     *
     * @param exception what the operation threw
     * @return the report; without conflicts if the exception was deserialized
     */
    public static ConflictReport of(ConflictException exception) {
        return new ConflictReport(requireNonNull(exception, "exception"));
    }

    /**
     * The report for a person: a line for the execution and each conflict, and one for each attribute.
     *
     * @return lines that end with {@code \n}
     */
    public String text() {
        StringBuilder text = new StringBuilder(String.valueOf(exception.getMessage())).append('\n');
        exception.conflicts().forEach(conflict -> append(text, conflict));
        return text.toString();
    }

    private static void append(StringBuilder text, Conflict conflict) {
        text.append("- ").append(conflict).append('\n');
        if (!conflict.modification().equals(Modification.UNKNOWN)) {
            text.append("    last changed ").append(conflict.modification()).append('\n');
        }
        conflict.changes()
                .forEach(change -> text.append("    ").append(line(change)).append('\n'));
        if (conflict.isFalseConflict()) {
            text.append("    ").append(FALSE_CONFLICT).append('\n');
        }
    }

    private static String line(AttributeChange change) {
        return change.name() + ": " + meaning(change.kind()) + (change.shown() ? "; " + values(change) : "");
    }

    private static String meaning(ChangeKind kind) {
        return switch (kind) {
            case MINE -> "changed here only";
            case THEIRS -> "changed by the other side only";
            case BOTH_ALIKE -> "changed by both to the same value";
            case OVERLAPPING -> "changed by both to different values";
            case MINE_DELETED -> "changed by the other side, while the row was deleted here";
            case BASE_UNKNOWN -> "differs, and who changed it is not known, because the instance came from outside";
            case THEIRS_UNKNOWN -> "changed here, and what the other side has is not known";
        };
    }

    private static String values(AttributeChange change) {
        StringJoiner values = new StringJoiner(", ");
        known(change).forEach((name, value) -> values.add(name + " " + SafeText.of(value)));
        return values.toString();
    }

    /** The values that the change's kind says are known. */
    private static Map<String, @Nullable Object> known(AttributeChange change) {
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        known.put("base", change.base());
        known.put("mine", change.mine());
        known.put("theirs", change.theirs());
        switch (change.kind()) {
            case BASE_UNKNOWN -> known.remove("base");
            case MINE_DELETED -> known.remove("mine");
            case THEIRS_UNKNOWN -> known.remove("theirs");
            case MINE, THEIRS, BOTH_ALIKE, OVERLAPPING -> {}
        }
        return known;
    }

    /**
     * The report for a program, such as one that writes JSON: {@code message}, {@code operation}, {@code attempts},
     * {@code elapsedMillis} and {@code conflicts}, each with {@code kind}, {@code entity}, {@code id}, {@code baseVersion},
     * {@code currentVersion}, {@code modifiedBy}, {@code modifiedAt}, {@code falseConflict}, perhaps a {@code hint}, and
     * {@code changes}: {@code attribute}, {@code kind}, {@code overlapping}, {@code shown}, {@code base}, {@code mine},
     * {@code theirs}. What is null, not known or not to be shown has no entry.
     *
     * @return a new map with nothing in it but strings, finite numbers, booleans, lists and maps
     */
    public Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("message", String.valueOf(exception.getMessage()));
        map.put("operation", exception.operation());
        map.put("attempts", exception.attempts());
        map.put("elapsedMillis", exception.elapsed().toMillis());
        map.put(
                "conflicts",
                exception.conflicts().stream().map(ConflictReport::asMap).toList());
        return map;
    }

    private static Map<String, Object> asMap(Conflict conflict) {
        Map<String, Object> map = new LinkedHashMap<>();
        Modification modification = conflict.modification();
        map.put("kind", conflict.kind().name());
        putIfKnown(map, "entity", conflict.entityName());
        putIfKnown(map, "id", conflict.id());
        putIfKnown(map, "baseVersion", conflict.baseVersion());
        putIfKnown(map, "currentVersion", conflict.currentVersion());
        putIfKnown(map, "modifiedBy", modification.byShown() ? modification.by() : null);
        putIfKnown(map, "modifiedAt", modification.atShown() ? modification.at() : null);
        map.put("falseConflict", conflict.isFalseConflict());
        putIfKnown(map, "hint", conflict.isFalseConflict() ? FALSE_CONFLICT : null);
        map.put(
                "changes",
                conflict.changes().stream().map(ConflictReport::asMap).toList());
        return map;
    }

    private static Map<String, Object> asMap(AttributeChange change) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("attribute", change.name());
        map.put("kind", change.kind().name());
        map.put("overlapping", change.overlapping());
        map.put("shown", change.shown());
        if (change.shown()) {
            known(change).forEach((name, value) -> putIfKnown(map, name, value));
        }
        return map;
    }

    private static void putIfKnown(Map<String, Object> map, String name, @Nullable Object value) {
        if (value != null) {
            map.put(name, plain(value));
        }
    }

    /** JSON has no word for what is not a number, and an unknown subclass of Number may be written as anything. */
    private static Object plain(@Nullable Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Number number && isJson(number)) {
            return number;
        }
        if (value instanceof Collection<?> elements) {
            return elements.stream().map(ConflictReport::plain).toList();
        }
        if (value instanceof Map<?, ?> entries) {
            Map<String, Object> map = new LinkedHashMap<>();
            entries.forEach((key, element) -> putIfKnown(map, SafeText.of(key), element));
            return map;
        }
        return SafeText.of(value);
    }

    private static boolean isJson(Number number) {
        boolean isFraction = number instanceof Double || number instanceof Float;
        return isFraction ? Double.isFinite(number.doubleValue()) : JSON_NUMBERS.contains(number.getClass());
    }

    /** The same as {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
