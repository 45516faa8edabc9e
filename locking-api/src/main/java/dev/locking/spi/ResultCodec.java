package dev.locking.spi;

/**
 * Stores the results of operations with an {@link dev.locking.IdempotencyKey} as text, for types that this library cannot
 * store itself. Found by {@link java.util.ServiceLoader}; the first one that {@linkplain #supports supports} a type is
 * used. Thread-safe.
 *
 * <p>What was stored is read by a later version of the application too. Never use Java serialization for it.
 */
public interface ResultCodec {

    /**
     * Whether results of a method that declares this type can be stored.
     *
     * @param type the declared type, as {@link java.lang.reflect.Method#getReturnType()} says it
     * @return true if {@link #write} and {@link #read} work for it
     */
    boolean supports(Class<?> type);

    /**
     * The result as text. Called inside the transaction: what it throws rolls the attempt back.
     *
     * @param result not null
     * @return a text from which {@link #read} makes an equal object
     */
    String write(Object result);

    /**
     * The result that was stored.
     *
     * @param text what {@link #write} returned
     * @param type the declared type of the method as it is now
     * @return an instance of the type
     */
    Object read(String text, Class<?> type);
}
