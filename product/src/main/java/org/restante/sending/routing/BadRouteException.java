package org.restante.sending.routing;

/// A route that cannot be read or must not be taken; the message says what was found and what would be right.
public final class BadRouteException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRouteException(String message) {
        super(message);
    }
}
