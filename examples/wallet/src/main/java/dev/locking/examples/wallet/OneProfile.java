package dev.locking.examples.wallet;

import dev.locking.ConflictException;
import dev.locking.ConflictReport;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Act 4: while Ann edits the profile of a wallet, Bob does so too: first another field of it, then the same. */
final class OneProfile {

    private final Bank bank;
    private final Profiles profiles;
    private final PrintStream out;

    OneProfile(Bank bank, PrintStream out) {
        this.bank = bank;
        this.profiles = new Profiles(bank.sessions());
        this.out = out;
    }

    /** Returns whether both changes were kept, and then neither was lost without a word. */
    boolean play() {
        out.println(
                "4. Ann edits the profile of a wallet. Before she is done, Bob has changed it (resolution = REAPPLY).");
        out.println();
        long walletId = bank.openWallet(BigDecimal.ZERO);
        bank.openProfile(new Profile(walletId, "Carol's", "555-0100"));
        boolean kept = editDifferentFields(walletId);
        boolean told = editTheSameField(walletId);
        out.println();
        return kept && told;
    }

    private boolean editDifferentFields(long walletId) {
        profiles.edit(walletId, ann -> {
            elsewhere(walletId, bob -> bob.answerAt("555-0123"));
            ann.rename("Holidays");
        });
        Profile kept = bank.profile(walletId);
        boolean right = kept.nickname().equals("Holidays") && kept.phone().equals("555-0123");
        out.println("   different fields   "
                + (right ? "both changes are there: hers was merged onto his" : "a change is gone"));
        return right;
    }

    private boolean editTheSameField(long walletId) {
        try {
            profiles.edit(walletId, ann -> {
                elsewhere(walletId, bob -> bob.rename("Car"));
                ann.rename("House");
                ann.answerAt("555-0199");
            });
        } catch (ConflictException conflict) {
            out.println("   the same field     nothing is guessed: his change stays, and Ann reads");
            out.println();
            ConflictReport.of(conflict).text().lines().forEach(line -> out.println("      " + line));
            return bank.profile(walletId).nickname().equals("Car");
        }
        out.println("   the same field     one of them was overwritten");
        return false;
    }

    /** On a thread of his own, and so in a transaction of his own. */
    private void elsewhere(long walletId, Consumer<Profile> form) {
        CompletableFuture.runAsync(() -> profiles.edit(walletId, form)).join();
    }
}
