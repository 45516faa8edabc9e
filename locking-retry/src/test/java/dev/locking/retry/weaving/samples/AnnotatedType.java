package dev.locking.retry.weaving.samples;

import dev.locking.RetryOnConflict;
import dev.locking.retry.StubIntegration.StubConflict;

/** The annotation on the type means its public methods; one on a method wins. */
@RetryOnConflict(maxRetries = 2, delay = "0ms")
public class AnnotatedType {

    public int calls;

    public String published() {
        calls++;
        throw new StubConflict("attempt " + calls);
    }

    @RetryOnConflict(maxRetries = 4, delay = "0ms")
    public String withItsOwn() {
        calls++;
        throw new StubConflict("attempt " + calls);
    }

    String internal() {
        return "not woven";
    }

    @Override
    public String toString() {
        return "not woven";
    }
}
