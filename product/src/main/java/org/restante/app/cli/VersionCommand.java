package org.restante.app.cli;

import picocli.CommandLine.Command;

/// `restante version`.
@Command(
        name = "version",
        description = "Say which version this is, and the Java it runs on.",
        mixinStandardHelpOptions = false)
final class VersionCommand implements Runnable {
    private final Surroundings surroundings;

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        var version = VersionCommand.class.getPackage().getImplementationVersion();
        surroundings
                .out()
                .println(
                        "restante "
                                + (version == null ? "(unpackaged)" : version)
                                + ", Java "
                                + Runtime.version());
        surroundings.out().flush();
    }
}
