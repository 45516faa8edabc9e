package dev.locking.spi;

/** Is told by the boundary how far the running attempt has come. */
@FunctionalInterface
public interface PhaseMarker {

    /**
     * Called with {@link Phase#BODY} again where something failed between {@link Phase#COMMIT_SENT} and COMMIT itself.
     * Called on the attempt's thread, before anything that belongs to the next phase can fail.
     *
     * @param phase the phase that begins
     */
    void reached(Phase phase);
}
