package org.restante.app.simulation;

/// A scenario's file is wrong: the message says file, line, key, what was found, and what would be right.
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScenarioException(String message) {
        super(message);
    }
}
