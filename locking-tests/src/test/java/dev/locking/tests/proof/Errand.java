package dev.locking.tests.proof;

import java.util.SplittableRandom;

/**
 * What one call does. Seed and token decide it, so every attempt does the same, and so does every run with this seed.
 *
 * <p>Accounts up to {@link #LAST_OPEN} get deposits, those from {@link #FIRST_CLOSED} on only exchange money. A few are hot.
 * Lists are used for a while and then left to grow no more.
 */
sealed interface Errand {

    long HOT = 2;
    long LAST_OPEN = 10;
    long FIRST_CLOSED = 11;
    long LAST_CLOSED = 14;
    long FIRST_LIST = 100;
    int LISTS_AT_A_TIME = 3;
    int CALLS_WITH_THE_SAME_LISTS = 500;

    /** How many rows it changes. */
    int effects();

    void run(Run run);

    static Errand of(long seed, long token) {
        SplittableRandom random = Seeds.random(seed, token);
        int kind = random.nextInt(100);
        if (kind < 55) {
            return deposit(random);
        } else if (kind < 78) {
            return transfer(random);
        } else if (kind < 90) {
            return new Append(list(random, token), list(random, token));
        } else if (kind < 95) {
            return new Read(list(random, token), list(random, token));
        }
        return new AddUp();
    }

    /** A deposit to one of the hot accounts, for strategies that are to be caught quickly. */
    static Errand hot(long seed, long token) {
        return new Deposit(1 + Seeds.random(seed, token).nextLong(HOT), 1);
    }

    private static Errand deposit(SplittableRandom random) {
        boolean hot = random.nextInt(10) < 8;
        long account = hot ? 1 + random.nextLong(HOT) : HOT + 1 + random.nextLong(LAST_OPEN - HOT);
        return new Deposit(account, 1 + random.nextLong(9));
    }

    private static Errand transfer(SplittableRandom random) {
        long accounts = LAST_CLOSED - FIRST_CLOSED + 1;
        long from = random.nextLong(accounts);
        long to = (from + 1 + random.nextLong(accounts - 1)) % accounts;
        return new Transfer(FIRST_CLOSED + from, FIRST_CLOSED + to, 1 + random.nextLong(9), random.nextInt(8) == 0);
    }

    private static long list(SplittableRandom random, long token) {
        long first = FIRST_LIST + token / CALLS_WITH_THE_SAME_LISTS * LISTS_AT_A_TIME;
        return first + random.nextInt(LISTS_AT_A_TIME);
    }

    record Deposit(long account, long amount) implements Errand {

        @Override
        public int effects() {
            return 1;
        }

        @Override
        public void run(Run run) {
            run.credit(account, amount);
        }
    }

    /**
     * In any order of the accounts, so that there are deadlocks.
     *
     * @param flushed writes the first account before the second is read, for more of them
     */
    record Transfer(long from, long to, long amount, boolean flushed) implements Errand {

        @Override
        public int effects() {
            return 2;
        }

        @Override
        public void run(Run run) {
            run.credit(from, -amount);
            if (flushed) {
                run.flush();
            }
            run.credit(to, amount);
        }
    }

    /** Appends to two lists, or to one if both are the same, and reads no other. */
    record Append(long one, long other) implements Errand {

        @Override
        public int effects() {
            return one == other ? 1 : 2;
        }

        @Override
        public void run(Run run) {
            run.append(one);
            if (one != other) {
                run.append(other);
            }
        }
    }

    record Read(long one, long other) implements Errand {

        @Override
        public int effects() {
            return 0;
        }

        @Override
        public void run(Run run) {
            run.read(one);
            run.read(other);
        }
    }

    /** Adds up the accounts that only exchange money. */
    record AddUp() implements Errand {

        @Override
        public int effects() {
            return 0;
        }

        @Override
        public void run(Run run) {
            run.addUp(FIRST_CLOSED, LAST_CLOSED);
        }
    }
}
