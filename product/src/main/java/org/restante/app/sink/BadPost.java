package org.restante.app.sink;

/// Receivers that cannot stand as they were asked for; the message says which option, what was found, and what would be right.
public final class BadPost extends Exception {
    private static final long serialVersionUID = 1;

    BadPost(String message) {
        super(message);
    }
}
