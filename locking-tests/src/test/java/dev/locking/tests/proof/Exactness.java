package dev.locking.tests.proof;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds what callers were told against what is in the data. A call's change is there exactly once if it was acknowledged,
 * never if the call failed, and at most once if the outcome was unknown; and each time as a whole.
 */
final class Exactness {

    private final Findings findings = new Findings();

    private Exactness() {}

    static Findings judge(Collection<Call> calls, Collection<Effect> effects) {
        Exactness exactness = new Exactness();
        Map<Long, List<Effect>> byToken = effects.stream().collect(Collectors.groupingBy(Effect::token));
        for (Call call : calls) {
            exactness.judge(call, byToken.getOrDefault(call.token(), List.of()));
            byToken.remove(call.token());
        }
        byToken.forEach((token, strange) ->
                exactness.findings.add(Finding.PHANTOM, "nobody made the call of " + strange.get(0)));
        return exactness.findings;
    }

    private void judge(Call call, List<Effect> effects) {
        Map<Long, Integer> runs = new HashMap<>();
        effects.forEach(effect -> runs.merge(effect.run(), 1, Integer::sum));
        runs.forEach((run, parts) -> {
            if (parts != call.effects()) {
                findings.add(Finding.TORN, call + " has " + parts + " effects of run " + run);
            }
        });
        judge(call, runs.size());
    }

    private void judge(Call call, int copies) {
        int most = call.told() == Told.FAILED ? 0 : 1;
        if (copies > most) {
            findings.add(Finding.DOUBLED, copies - most, call + " is in the data " + copies + " times");
        }
        if (copies == 0 && call.told() == Told.OK && call.effects() > 0) {
            findings.add(Finding.SWALLOWED, call + " is not in the data");
        }
    }
}
