package dev.locking.benchmarks.overhead;

/** What everybody calls: it costs next to nothing, and returns what is there already. Used by one thread. */
class Wallet {

    private final boolean loses;

    private long attempts;

    Wallet(Scenario scenario) {
        this.loses = scenario == Scenario.CONFLICT;
    }

    /** One attempt; the first of each call is lost, if the scenario says so. */
    Wallet deposit() {
        attempts++;
        if (loses && attempts % 2 == 1) {
            throw StaleWallet.INSTANCE;
        }
        return this;
    }
}
