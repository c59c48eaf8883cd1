package org.restante.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `restante dkim`: keys that sign mail.
@Command(
        name = "dkim",
        description = "Make the keys that sign mail (DKIM).",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
final class DkimCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? See 'restante dkim --help'");
    }
}
