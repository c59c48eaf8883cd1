package org.restante.app.analysis;

/// The content of a log does not tell what wrote it; the message says what was found and what would help.
public final class UnknownLog extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownLog(String message) {
        super(message);
    }
}
