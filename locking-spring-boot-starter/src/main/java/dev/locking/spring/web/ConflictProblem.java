package dev.locking.spring.web;

import static java.util.Objects.requireNonNull;

import dev.locking.Conflict;
import dev.locking.ConflictException;
import dev.locking.ConflictKind;
import dev.locking.ConflictReport;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What a client is told of a conflict: no operation, no value that is not to be shown, and no advice for developers. */
final class ConflictProblem {

    private static final Set<ConflictKind> GONE = EnumSet.of(ConflictKind.GONE, ConflictKind.PARENT_GONE);

    /** Between transactions, whatever versions are in play: the same request may succeed later. */
    private static final Set<ConflictKind> OF_THE_MOMENT = EnumSet.of(
            ConflictKind.SERIALIZATION,
            ConflictKind.DEADLOCK,
            ConflictKind.LOCK_TIMEOUT,
            ConflictKind.PROCESS_ENGINE,
            ConflictKind.DECLARED);

    /** Of the moment too where one attempt after the other met them, each on fresh data. */
    private static final Set<ConflictKind> OF_FRESH_DATA = EnumSet.of(
            ConflictKind.STALE_UPDATE, ConflictKind.STALE_READ, ConflictKind.DISGUISED, ConflictKind.SWALLOWED);

    private final ConflictException exception;
    private final List<Conflict> conflicts;
    private final List<Map<String, Object>> reported;
    private final boolean isOverIfMatch;

    /** @param ifMatch the header of the request, or null */
    ConflictProblem(ConflictException exception, @Nullable String ifMatch) {
        this.exception = exception;
        this.conflicts = exception.conflicts();
        this.reported = reported(exception);
        this.isOverIfMatch = ifMatch != null && isOver(ifMatch);
    }

    private boolean isOver(String ifMatch) {
        try {
            VersionCondition condition = VersionCondition.parse(ifMatch);
            return conflicts.stream().anyMatch(conflict -> isOver(condition, conflict));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isOver(VersionCondition condition, Conflict conflict) {
        Object base = conflict.baseVersion();
        return condition.isAny()
                ? conflict.kind() == ConflictKind.GONE
                : base != null && VersionText.isFor(base.getClass()) && condition.isMetBy(base);
    }

    ProblemType type() {
        if (isAny(GONE)) {
            return ProblemType.GONE;
        }
        if (isAny(EnumSet.of(ConflictKind.DUPLICATE))) {
            return ProblemType.DUPLICATE;
        }
        return isOverIfMatch || conflicts.isEmpty() || !conflicts.stream().allMatch(this::isOfTheMoment)
                ? ProblemType.STALE_VERSION
                : ProblemType.BUSY;
    }

    private boolean isAny(Set<ConflictKind> kinds) {
        return conflicts.stream().map(Conflict::kind).anyMatch(kinds::contains);
    }

    private boolean isOfTheMoment(Conflict conflict) {
        return OF_THE_MOMENT.contains(conflict.kind())
                || (exception.attempts() > 1 && OF_FRESH_DATA.contains(conflict.kind()));
    }

    HttpStatus status() {
        return isOverIfMatch ? HttpStatus.PRECONDITION_FAILED : type().status();
    }

    String detail() {
        return switch (type()) {
            case GONE -> what() + " was deleted by someone else. Nothing was done.";
            case DUPLICATE -> "Someone else has created the same. Nothing was done.";
            case BUSY -> "Others change the same at this moment. Nothing was done.";
            default -> what() + " was changed by someone else" + versions() + ". Nothing was done.";
        };
    }

    private String what() {
        Object entity = first("entity");
        Object id = first("id");
        return entity == null ? "What was to be changed" : id == null ? entity.toString() : entity + " " + id;
    }

    private String versions() {
        Object base = first("baseVersion");
        Object current = first("currentVersion");
        return base == null || current == null
                ? ""
                : ": it has version " + current + ", and this is about version " + base;
    }

    private @Nullable Object first(String member) {
        return reported.isEmpty() ? null : reported.get(0).get(member);
    }

    /** The conflicts for a program. */
    List<Map<String, Object>> reported() {
        return reported;
    }

    @SuppressWarnings("unchecked") // as the report says
    private static List<Map<String, Object>> reported(ConflictException exception) {
        List<Map<String, Object>> conflicts = (List<Map<String, Object>>)
                requireNonNull(ConflictReport.of(exception).asMap().get("conflicts"));
        conflicts.forEach(conflict -> conflict.remove("hint"));
        return conflicts;
    }
}
