package dev.locking.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** Which wallets are wanted how often. Immutable. */
final class Distribution {

    private static final String HOT = "hot";
    private static final String UNIFORM = "uniform";
    private static final String ZIPF = "zipf-";

    private final String name;

    /** At index {@code i} the share of the wallets 1 to {@code i + 1}. */
    private final double[] cumulated;

    private Distribution(String name, IntToDoubleFunction weightOfRank) {
        this.name = name;
        this.cumulated = new double[World.WALLETS];
        double sum = 0;
        for (int rank = 1; rank <= World.WALLETS; rank++) {
            sum += weightOfRank.applyAsDouble(rank);
            cumulated[rank - 1] = sum;
        }
        for (int i = 0; i < cumulated.length; i++) {
            cumulated[i] /= sum;
        }
    }

    /** Everybody wants wallet 1. */
    static Distribution hotRow() {
        return new Distribution(HOT, rank -> rank == 1 ? 1 : 0);
    }

    /** Wallet {@code n} is wanted {@code 1 / n ^ exponent} times as often as wallet 1. */
    static Distribution zipf(double exponent) {
        return new Distribution(ZIPF + exponent, rank -> Math.pow(rank, -exponent));
    }

    static Distribution uniform() {
        return new Distribution(UNIFORM, rank -> 1);
    }

    /** The one of that name. */
    static Distribution parse(String name) {
        return switch (name) {
            case HOT -> hotRow();
            case UNIFORM -> uniform();
            default -> zipf(Double.parseDouble(name.substring(ZIPF.length())));
        };
    }

    long walletId(SplittableRandom random) {
        int found = Arrays.binarySearch(cumulated, random.nextDouble());
        int index = found >= 0 ? found + 1 : -found - 1;
        return index + 1L;
    }

    /** As it is called in the results. */
    @Override
    public String toString() {
        return name;
    }
}
