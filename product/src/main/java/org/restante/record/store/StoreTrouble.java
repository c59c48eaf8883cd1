package org.restante.record.store;

/// A question has no answer now: the store is not up, still starting, or too slow. The message says which, for people.
public final class StoreTrouble extends Exception {
    private static final long serialVersionUID = 1;

    public StoreTrouble(String message) {
        super(message);
    }

    /// Why, in one line.
    public String why() {
        return String.valueOf(getMessage());
    }
}
