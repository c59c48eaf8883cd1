package org.restante.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import org.restante.app.access.BadUsers;
import org.restante.app.analysis.UnknownLog;
import org.restante.app.knowledge.KnowledgeException;
import org.restante.app.remote.RemoteTrouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/// The commands and how they end: 0 done, 1 findings the caller asked to fail on, 2 usage or input error, 3 internal error.
@Command(
        name = "restante",
        description = "Says why mail is deferred, and what to do about it.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        footer = {
            "",
            "Exit: 0 done, 1 findings you asked to fail on, 2 usage or input error, 3 internal error."
        })
public final class Restante implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    private Restante() {}

    /// Runs one command line and tells its exit code.
    public static int run(Surroundings surroundings, String... arguments) {
        var commands =
                new CommandLine(new Restante())
                        .addSubcommand("explain", new ExplainCommand(surroundings))
                        .addSubcommand("classify", new ClassifyCommand(surroundings))
                        .addSubcommand("analyze", new AnalyzeCommand(surroundings), "analyse")
                        .addSubcommand("watch", new WatchCommand(surroundings))
                        .addSubcommand("serve", new ServeCommand(surroundings))
                        .addSubcommand("events", new EventsCommand(surroundings))
                        .addSubcommand("demo", new DemoCommand(surroundings))
                        .addSubcommand(
                                "dkim",
                                new CommandLine(new DkimCommand())
                                        .addSubcommand(
                                                "generate", new DkimGenerateCommand(surroundings)))
                        .addSubcommand("user", UserCommand.line(surroundings))
                        .addSubcommand("token", TokenCommand.line(surroundings))
                        .addSubcommand("version", new VersionCommand(surroundings))
                        .addSubcommand("train", new TrainCommand(surroundings));
        commands.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        commands.setColorScheme(
                CommandLine.Help.defaultColorScheme(surroundings.colours() ? Ansi.ON : Ansi.OFF));
        commands.setUsageHelpWidth(100);
        commands.setParameterExceptionHandler(Restante::misused);
        commands.setExecutionExceptionHandler((e, command, parsed) -> failed(e, surroundings));
        return commands.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? See 'restante --help'");
    }

    private static int misused(ParameterException e, String[] arguments) {
        var command = e.getCommandLine();
        var message = e.getMessage() == null ? "wrong usage" : e.getMessage();
        command.getErr()
                .println(
                        "restante: "
                                + oneLine(message)
                                + "; try 'restante "
                                + name(command)
                                + "--help'");
        return Exit.INPUT;
    }

    private static String name(CommandLine command) {
        return command.getParent() == null ? "" : command.getCommandName() + " ";
    }

    private static int failed(Exception e, Surroundings surroundings) {
        switch (e) {
            case InputError wrong ->
                    surroundings
                            .err()
                            .println("restante: " + oneLine(String.valueOf(wrong.getMessage())));
            case KnowledgeException wrong ->
                    surroundings
                            .err()
                            .println("restante: " + oneLine(String.valueOf(wrong.getMessage())));
            case BadUsers wrong ->
                    surroundings
                            .err()
                            .println("restante: " + oneLine(String.valueOf(wrong.getMessage())));
            case RemoteTrouble trouble ->
                    surroundings
                            .err()
                            .println("restante: " + oneLine(String.valueOf(trouble.getMessage())));
            case UnknownLog wrong ->
                    surroundings
                            .err()
                            .println("restante: " + oneLine(String.valueOf(wrong.getMessage())));
            case NoSuchFileException missing ->
                    surroundings.err().println("restante: " + missing.getFile() + ": no such file");
            case IOException io ->
                    surroundings.err().println("restante: " + oneLine(io.toString()));
            default -> {
                surroundings
                        .err()
                        .println("restante: a bug, please report it: " + oneLine(e.toString()));
                e.printStackTrace(surroundings.err());
                return Exit.BUG;
            }
        }
        return Exit.INPUT;
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", "; ").strip();
    }
}
