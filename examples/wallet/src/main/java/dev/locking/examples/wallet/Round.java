package dev.locking.examples.wallet;

import java.util.List;

/**
 * What a crowd did with one strategy and one wallet.
 *
 * @param calls all calls
 * @param nanos from the first call's beginning to the last one's end
 * @param audit of the wallet, after the last call
 */
record Round(List<Call> calls, long nanos, Audit audit) {

    double depositsPerSecond() {
        return calls.stream().filter(Call::succeeded).count() * 1e9 / nanos;
    }
}
