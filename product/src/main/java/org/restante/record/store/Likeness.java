package org.restante.record.store;

/// A hash of a reply with its ids, addresses and numbers masked; similar replies are alike in it. One thread's.
@FunctionalInterface
public interface Likeness {
    long of(byte[] text);
}
