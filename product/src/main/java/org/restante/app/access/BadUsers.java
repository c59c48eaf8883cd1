package org.restante.app.access;

/// A file of users or of tokens that cannot be used; the message names file, line, key, what was found and what would be right.
public sealed class BadUsers extends Exception permits BadWish {
    private static final long serialVersionUID = 1;

    BadUsers(String message) {
        super(message);
    }
}
