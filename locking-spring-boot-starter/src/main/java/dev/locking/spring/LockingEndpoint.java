package dev.locking.spring;

import dev.locking.GroupHolder;
import dev.locking.HeldTurn;
import dev.locking.Hotspot;
import dev.locking.retry.ExclusiveGroups;
import dev.locking.retry.Locking;
import dev.locking.retry.LockingSettings;
import dev.locking.retry.OperationSettings;
import dev.locking.retry.UnusedSetting;
import dev.locking.spi.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/locking}: which operations are retried and how, what became of the calls of all operations of this process,
 * and where they get in each other's way right now. Shows identifiers of rows and keys of groups, never other values.
 */
@Endpoint(id = "locking")
final class LockingEndpoint {

    private static final String FALSE_CONFLICTS =
            "Most of these changed nothing that the other side has changed: a merge, or @OptimisticLock(excluded = true) on"
                    + " attributes that need no check, would have avoided them.";

    private final LockingSettings settings;

    LockingEndpoint(LockingSettings settings) {
        this.settings = settings;
    }

    /** All of it. */
    record Report(
            List<ConfiguredOperation> operations,
            List<UnusedSetting> unusedSettings,
            List<Counts> counts,
            List<HotPlace> hottest,
            List<Holder> holders) {}

    /** @param settings by the names under which they are configured */
    record ConfiguredOperation(String name, boolean enabled, Map<String, Setting> settings) {}

    /** A value, and who says so. */
    record Setting(String value, String source) {}

    /**
     * What became of the calls.
     *
     * @param executions by outcome
     */
    record Counts(String operation, Map<String, Long> executions, List<Clashes> conflicts) {}

    /** @param hint what to do about them, if they could be avoided */
    record Clashes(
            @Nullable String entity,
            String kind,
            long count,
            long falseConflicts,
            @Nullable String hint) {}

    record HotPlace(String kind, String name, String key, String operation, int heat) {}

    record Holder(
            String group,
            String key,
            @Nullable String operation,
            @Nullable String thread,
            long heldForMillis) {}

    @ReadOperation
    Report locking() {
        return new Report(
                settings.operations().stream().map(LockingEndpoint::operation).toList(),
                settings.unused(),
                Tally.executions().entrySet().stream()
                        .map(entry -> counts(entry.getKey(), entry.getValue()))
                        .toList(),
                Locking.hotspots().stream().map(LockingEndpoint::hotPlace).toList(),
                ExclusiveGroups.held().stream().map(LockingEndpoint::holder).toList());
    }

    private static ConfiguredOperation operation(OperationSettings operation) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        operation.settings().forEach((name, value) -> settings.put(name, new Setting(value.text(), value.source())));
        return new ConfiguredOperation(operation.operation(), operation.enabled(), settings);
    }

    private static Counts counts(String operation, Map<Outcome, Long> executions) {
        Map<String, Long> byName = new LinkedHashMap<>();
        executions.forEach((outcome, count) -> byName.put(outcome.name().toLowerCase(Locale.ROOT), count));
        return new Counts(
                operation,
                byName,
                Tally.conflicts(operation).stream()
                        .map(LockingEndpoint::clashes)
                        .toList());
    }

    private static Clashes clashes(Tally.Conflicts conflicts) {
        boolean isAvoidable = conflicts.falseConflicts() * 2 > conflicts.count();
        return new Clashes(
                conflicts.entity(),
                conflicts.kind().name(),
                conflicts.count(),
                conflicts.falseConflicts(),
                isAvoidable ? FALSE_CONFLICTS : null);
    }

    private static HotPlace hotPlace(Hotspot hot) {
        return new HotPlace(hot.kind().name(), hot.name(), hot.key().toString(), hot.operation(), hot.heat());
    }

    private static Holder holder(HeldTurn turn) {
        GroupHolder holder = turn.holder();
        return new Holder(
                turn.group(),
                turn.key(),
                holder.operation(),
                holder.thread(),
                holder.age().toMillis());
    }
}
