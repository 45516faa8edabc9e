package dev.locking.examples.wallet;

import jakarta.persistence.OptimisticLockException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Act 1: a wallet of 100, and two people who send 50 each at the same moment. */
final class SameMoment {

    private static final BigDecimal INITIAL = new BigDecimal("100");
    private static final BigDecimal RIGHT = new BigDecimal("200");

    private final Bank bank;
    private final PrintStream out;

    SameMoment(Bank bank, PrintStream out) {
        this.bank = bank;
        this.out = out;
    }

    /** Returns whether the library kept both deposits. */
    boolean play() throws InterruptedException, ExecutionException {
        out.println("1. A wallet holds 100. Two people send 50 each; both have read 100 before either writes.");
        out.println();
        Deposits plain = new PlainTransaction(bank.sessions());
        show("no @Version", plain, UnversionedWallet.class, bank.openUnversionedWallet(INITIAL));
        show("@Version", plain, Wallet.class, bank.openWallet(INITIAL));
        boolean kept = show(
                "@Version and @RetryOnConflict",
                new WithLocking(bank.sessions()),
                Wallet.class,
                bank.openWallet(INITIAL));
        out.println();
        return kept;
    }

    private boolean show(String title, Deposits strategy, Class<? extends Account> accountType, long walletId)
            throws InterruptedException, ExecutionException {
        List<RuntimeException> failures = new TwoPeople(strategy).deposit(accountType, walletId);
        BigDecimal balance = bank.balance(accountType, walletId).stripTrailingZeros();
        boolean kept = failures.isEmpty() && balance.compareTo(RIGHT) == 0;
        out.printf("   %-31s%4s   %s%n", title, balance.toPlainString(), told(failures, kept));
        return kept;
    }

    private static String told(List<RuntimeException> failures, boolean kept) {
        if (kept) {
            return "both deposits are there: the second one was repeated on the new balance";
        }
        if (failures.isEmpty()) {
            return "both were told that it worked, and 50 are gone: the lost update";
        }
        return failures.size() + " of 2 failed: " + name(failures.get(0));
    }

    private static String name(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        Throwable cause = failure.getCause();
        if (failure instanceof OptimisticLockException || cause == null) {
            return name;
        }
        return name + " <- " + name(cause);
    }
}
