package org.restante.sending.signing;

/// A key file that cannot be used; the message names the file, what it is and what would be right.
public final class UnusableKey extends Exception {
    private static final long serialVersionUID = 1;

    UnusableKey(String message) {
        super(message);
    }
}
