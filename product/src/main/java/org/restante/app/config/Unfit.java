package org.restante.app.config;

/// A value is not what its key takes.
final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    private final String right;

    /// @param found with a verb
    Unfit(String found, String right) {
        super(found);
        this.right = right;
    }

    String found() {
        return String.valueOf(getMessage());
    }

    String right() {
        return right;
    }
}
