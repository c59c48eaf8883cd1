package org.restante.app.cli;

/// Something that was given to a command is wrong: the message says what, where, and what would be right, in one line.
final class InputError extends RuntimeException {
    private static final long serialVersionUID = 1;

    InputError(String message) {
        super(message);
    }

    InputError(String message, Throwable cause) {
        super(message, cause);
    }
}
