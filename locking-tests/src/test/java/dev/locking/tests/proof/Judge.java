package dev.locking.tests.proof;

import dev.locking.tests.proof.AppendCycles.Anomaly;
import dev.locking.tests.proof.AppendCycles.Found;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds what the callers have seen against the data, with all checkers. */
final class Judge {

    /**
     * What READ COMMITTED allows to those who only read: nothing checks the version of a row that is not written. Those
     * who write all that they read are held to the same as under SERIALIZABLE.
     */
    private static final Set<Anomaly> ALLOWED_TO_READERS = EnumSet.of(Anomaly.G_SINGLE, Anomaly.G2);

    private final World world;
    private final History history;
    private final Findings findings = new Findings();

    private Judge(World world, History history) {
        this.world = world;
        this.history = history;
    }

    static Findings judge(World world, History history) {
        return judge(world, history, ALLOWED_TO_READERS);
    }

    /**
     * Who shares a transaction reads in it what others have not committed yet. That is nobody's harm as long as it is told to
     * nobody: what readers saw whose commit is in doubt, which was rolled back with the rest, is not judged.
     */
    static Findings judgeShared(World world, History history) {
        Judge judge = new Judge(world, history);
        judge.judgeVersions();
        return judge.judge(history.readers(), ALLOWED_TO_READERS);
    }

    /** As {@link #judgeShared}, where the changes of a transaction have one flush and so a version together. */
    static Findings judgeSharedFlush(World world, History history) {
        return new Judge(world, history).judge(history.readers(), ALLOWED_TO_READERS);
    }

    static Findings judgeSerializable(World world, History history) {
        return judge(world, history, Set.of());
    }

    private static Findings judge(World world, History history, Set<Anomaly> allowedToReaders) {
        Judge judge = new Judge(world, history);
        judge.judgeVersions();
        List<Run> readers = new ArrayList<>(history.readers());
        readers.addAll(history.readersInDoubt());
        return judge.judge(readers, allowedToReaders);
    }

    private void judgeVersions() {
        findings.addAll(VersionRegister.judge(rows(world.accounts(), world.lists()), world.effects()));
    }

    private Findings judge(List<Run> readers, Set<Anomaly> allowedToReaders) {
        findings.addAll(history.unexpected());
        List<Effect> effects = world.effects();
        List<Row> accounts = world.accounts();
        List<GrowingList> lists = world.lists();
        findings.addAll(Exactness.judge(history.calls(), effects));
        findings.addAll(BankSums.judge(accounts, effects));
        findings.addAll(BankSums.judgeClosed(
                accounts.stream()
                        .filter(account -> account.id() >= Errand.FIRST_CLOSED)
                        .toList(),
                history.sums()));
        judgeLists(World.elements(lists), effects, readers, allowedToReaders);
        return findings;
    }

    private static List<Row> rows(List<Row> accounts, List<GrowingList> lists) {
        List<Row> rows = new ArrayList<>(accounts);
        lists.forEach(list -> rows.add(new Row(list.id, list.version, 0, list.value())));
        return rows;
    }

    private void judgeLists(
            Map<Long, List<Long>> lists, List<Effect> effects, List<Run> readers, Set<Anomaly> allowedToReaders) {
        Set<Long> committed = effects.stream().map(Effect::run).collect(Collectors.toSet());
        List<ListTransaction> appenders = history.appenders().stream()
                .filter(run -> committed.contains(run.id()))
                .map(Run::onLists)
                .toList();
        List<ListTransaction> all = Stream.concat(
                        appenders.stream(), readers.stream().map(Run::onLists))
                .toList();
        AppendCycles.judge(appenders, lists).forEach(this::add);
        AppendCycles.judge(all, lists).stream()
                .filter(found -> !allowedToReaders.contains(found.anomaly()))
                .forEach(this::add);
    }

    private void add(Found found) {
        findings.add(Finding.CYCLE, found.toString());
    }
}
