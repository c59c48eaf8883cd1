package org.restante.app.access;

/// A change of a file of users or of tokens that does not go together with what the file holds; the file is as it should be.
public final class BadWish extends BadUsers {
    private static final long serialVersionUID = 1;

    BadWish(String message) {
        super(message);
    }
}
