package org.restante.app.cli;

/// What a command's exit code says.
final class Exit {
    static final int DONE = 0;
    static final int FINDINGS = 1;
    static final int INPUT = 2;
    static final int BUG = 3;

    private Exit() {}
}
