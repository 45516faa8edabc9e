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

    /** Changes of calls that share a transaction and one flush have a version together. */
    static Findings judgeShared(World world, History history) {
        Judge judge = new Judge(world, history);
        judge.findings.addAll(history.unexpected());
        judge.judgeWithoutVersions(ALLOWED_TO_READERS);
        return judge.findings;
    }

    static Findings judgeSerializable(World world, History history) {
        return judge(world, history, Set.of());
    }

    private static Findings judge(World world, History history, Set<Anomaly> allowedToReaders) {
        Judge judge = new Judge(world, history);
        judge.findings.addAll(history.unexpected());
        judge.judge(allowedToReaders);
        return judge.findings;
    }

    private void judge(Set<Anomaly> allowedToReaders) {
        findings.addAll(VersionRegister.judge(rows(world.accounts(), world.lists()), world.effects()));
        judgeWithoutVersions(allowedToReaders);
    }

    private void judgeWithoutVersions(Set<Anomaly> allowedToReaders) {
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
        judgeLists(World.elements(lists), effects, allowedToReaders);
    }

    private static List<Row> rows(List<Row> accounts, List<GrowingList> lists) {
        List<Row> rows = new ArrayList<>(accounts);
        lists.forEach(list -> rows.add(new Row(list.id, list.version, 0, list.value())));
        return rows;
    }

    private void judgeLists(Map<Long, List<Long>> lists, List<Effect> effects, Set<Anomaly> allowedToReaders) {
        Set<Long> committed = effects.stream().map(Effect::run).collect(Collectors.toSet());
        List<ListTransaction> appenders = history.appenders().stream()
                .filter(run -> committed.contains(run.id()))
                .map(Run::onLists)
                .toList();
        List<ListTransaction> all = Stream.concat(
                        appenders.stream(), history.readers().stream().map(Run::onLists))
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
