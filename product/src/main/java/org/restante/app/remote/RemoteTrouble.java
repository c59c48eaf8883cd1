package org.restante.app.remote;

/// A server did not do what a command asked for: it was not found, not reached, or refused. The message says which, in one line.
public final class RemoteTrouble extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    RemoteTrouble(String message) {
        super(message);
        this.status = 0;
    }

    RemoteTrouble(String message, int status) {
        super(message);
        this.status = status;
    }

    /// The HTTP status of a refusal; 0 where there was no answer.
    public int status() {
        return status;
    }
}
