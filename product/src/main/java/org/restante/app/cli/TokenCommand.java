package org.restante.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `restante token`: which programs may speak HTTP with the server.
@Command(
        name = "token",
        description = {
            "Change the file of tokens: which programs may speak HTTP with the server, and what they may do.",
            "",
            "A token is shown once, when it is made; the file has only its digest. A running server sees changes within a second."
        },
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
final class TokenCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new TokenCommand())
                .addSubcommand("create", new TokenCreateCommand(surroundings))
                .addSubcommand("list", new TokenListCommand(surroundings))
                .addSubcommand("revoke", new TokenRevokeCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? See 'restante token --help'");
    }
}
