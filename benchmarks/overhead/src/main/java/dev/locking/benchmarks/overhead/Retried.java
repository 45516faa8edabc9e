package dev.locking.benchmarks.overhead;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A call that is repeated by somebody. All repeat at once: what is measured is what they do besides waiting. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields up
public abstract class Retried {

    /** Each. */
    @Param
    public Scenario scenario;

    private Deposit deposit;

    @Setup
    public void wire() {
        deposit = into(new Wallet(scenario));
    }

    @Benchmark
    public Object call() throws Throwable {
        return deposit.make();
    }

    abstract Deposit into(Wallet wallet);
}
