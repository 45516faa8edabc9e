package dev.locking.tests.docs;

/** What is to be paid out of a wallet. */
record Payment(long walletId, long amount) {}
