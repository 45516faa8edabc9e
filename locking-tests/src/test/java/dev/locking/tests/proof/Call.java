package dev.locking.tests.proof;

/**
 * One call, as its caller saw it.
 *
 * @param token what it writes into each of its effects; no other call has it
 * @param effects how many rows it changes, 0 if it only reads
 * @param told what it told its caller
 * @param bodies how often its body ran
 */
record Call(long token, int effects, Told told, int bodies) {}
