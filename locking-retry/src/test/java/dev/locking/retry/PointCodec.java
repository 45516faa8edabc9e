package dev.locking.retry;

import dev.locking.spi.ResultCodec;

/** A codec that the application has put on the class path. */
public final class PointCodec implements ResultCodec {

    /** A result that the library cannot store by itself. */
    record Point(int x) {}

    @Override
    public boolean supports(Class<?> type) {
        return type == Point.class;
    }

    @Override
    public String write(Object result) {
        return "x " + ((Point) result).x();
    }

    @Override
    public Object read(String text, Class<?> type) {
        return new Point(Integer.parseInt(text.substring(2)));
    }
}
