package dev.locking.tests.proof;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the journal of each row in the order of its versions: each version was written once, none is missing, and each
 * change was computed from what the one before it left. Anything else is a lost update, or a version that nobody wrote.
 */
final class VersionRegister {

    private final Findings findings = new Findings();

    private VersionRegister() {}

    static Findings judge(Collection<Row> rows, Collection<Effect> effects) {
        VersionRegister register = new VersionRegister();
        Map<Long, List<Effect>> byRow = effects.stream().collect(Collectors.groupingBy(Effect::row));
        for (Row row : rows) {
            register.judge(row, byRow.getOrDefault(row.id(), List.of()));
            byRow.remove(row.id());
        }
        byRow.forEach((id, effectsOfNone) ->
                register.findings.add(Finding.PHANTOM, "there is no row " + id + " for " + effectsOfNone.get(0)));
        return register.findings;
    }

    private void judge(Row row, List<Effect> effects) {
        long version = 0;
        long value = row.opening();
        for (Effect effect : inOrder(effects)) {
            if (effect.version() > version) {
                findings.add(Finding.PHANTOM, "nobody wrote version " + (version + 1) + " on which " + effect + " is");
            } else if (effect.version() < version || effect.before() != value) {
                findings.add(
                        Finding.LOST, effect + " has overwritten version " + version + ", which had left " + value);
            }
            version = effect.version() + 1;
            value = effect.after();
        }
        judgeTheEnd(row, version, value);
    }

    private void judgeTheEnd(Row row, long version, long value) {
        if (row.version() > version) {
            findings.add(Finding.PHANTOM, row + " should end with version " + version);
        } else if (row.version() < version || row.value() != value) {
            findings.add(Finding.LOST, row + " should end with version " + version + " and value " + value);
        }
    }

    private static List<Effect> inOrder(List<Effect> effects) {
        return effects.stream()
                .sorted(Comparator.comparingLong(Effect::version).thenComparingLong(Effect::run))
                .toList();
    }
}
