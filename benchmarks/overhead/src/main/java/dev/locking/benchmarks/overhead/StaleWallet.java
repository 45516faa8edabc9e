package dev.locking.benchmarks.overhead;

/** The conflict. There is one instance without a stack trace, so that nobody's figures have the cost of making it. */
final class StaleWallet extends RuntimeException {

    @SuppressWarnings("StaticAssignmentOfThrowable") // on purpose, see above
    static final StaleWallet INSTANCE = new StaleWallet();

    private static final long serialVersionUID = 1L;

    private StaleWallet() {
        super("somebody else was faster", null, false, false);
    }
}
