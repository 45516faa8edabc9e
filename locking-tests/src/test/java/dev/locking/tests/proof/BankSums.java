package dev.locking.tests.proof;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Adds up. Each balance is what the row began with and what the journal says of it; and whoever added up all accounts of a
 * closed bank in one statement, at any moment, saw the sum that it began with.
 */
final class BankSums {

    private BankSums() {}

    static Findings judge(Collection<Row> rows, Collection<Effect> effects) {
        Findings findings = new Findings();
        Map<Long, Long> changes = effects.stream()
                .collect(Collectors.groupingBy(
                        Effect::row, Collectors.summingLong(effect -> effect.after() - effect.before())));
        for (Row row : rows) {
            long should = row.opening() + changes.getOrDefault(row.id(), 0L);
            if (row.value() != should) {
                findings.add(Finding.SUM, row + " should end with " + should);
            }
        }
        return findings;
    }

    /**
     * Judges the accounts among which money is only moved.
     *
     * @param rows all of them
     * @param seen the sums that were read meanwhile
     */
    static Findings judgeClosed(Collection<Row> rows, List<Long> seen) {
        Findings findings = new Findings();
        long constant = rows.stream().mapToLong(Row::opening).sum();
        long atTheEnd = rows.stream().mapToLong(Row::value).sum();
        if (atTheEnd != constant) {
            findings.add(Finding.SUM, "the bank began with " + constant + " and ended with " + atTheEnd);
        }
        seen.stream()
                .filter(sum -> sum != constant)
                .forEach(sum ->
                        findings.add(Finding.SUM, "the bank has " + constant + ", and somebody has seen " + sum));
        return findings;
    }
}
