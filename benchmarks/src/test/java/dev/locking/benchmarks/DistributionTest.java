package dev.locking.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

    private static final int DRAWS = 200_000;

    @Test
    void theHotRowIsTheOnlyOneThatIsWanted() {
        assertThat(draws(Distribution.hotRow())).containsOnly(1);
    }

    @Test
    void uniformWantsEveryWalletAndNoneMoreThanAnother() {
        long[] draws = draws(Distribution.uniform());

        assertThat(LongStream.of(draws).distinct()).hasSize(World.WALLETS).contains(1L, (long) World.WALLETS);
        assertThat(share(draws, 1)).isCloseTo(1.0 / World.WALLETS, within(0.001));
        assertThat(share(draws, World.WALLETS)).isCloseTo(1.0 / World.WALLETS, within(0.001));
    }

    @Test
    void zipfWantsTheSecondWalletLessOftenByThePowerOfTwo() {
        long[] draws = draws(Distribution.zipf(1.2));

        assertThat(share(draws, 1) / share(draws, 2)).isCloseTo(Math.pow(2, 1.2), within(0.1));
        assertThat(LongStream.of(draws)).allMatch(id -> id >= 1 && id <= World.WALLETS);
    }

    private static long[] draws(Distribution distribution) {
        SplittableRandom random = new SplittableRandom(1);
        return LongStream.generate(() -> distribution.walletId(random))
                .limit(DRAWS)
                .toArray();
    }

    private static double share(long[] draws, long walletId) {
        return LongStream.of(draws).filter(id -> id == walletId).count() / (double) DRAWS;
    }
}
