package org.restante.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `restante user`: who may send with a password.
@Command(
        name = "user",
        description = {
            "Change the file of users: who may send with a password, and what.",
            "",
            "Passwords come from a prompt, or as one line on standard input; the file has only their Argon2id hashes."
        },
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
final class UserCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new UserCommand())
                .addSubcommand("add", new UserAddCommand(surroundings))
                .addSubcommand("passwd", new UserPasswordCommand(surroundings))
                .addSubcommand("remove", new UserRemoveCommand(surroundings))
                .addSubcommand("list", new UserListCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "which command? See 'restante user --help'");
    }
}
