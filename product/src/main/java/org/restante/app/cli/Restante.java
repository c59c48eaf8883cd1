package org.restante.app.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
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

    /// Commands that are listed together.
    private record Group(String heading, List<String> names) {}

    /// In the order in which they are listed.
    private static final List<Group> GROUPS =
            List.of(
                    new Group(
                            "Understand what receivers say, here or of any other server:",
                            List.of("explain", "classify", "analyze", "watch")),
                    new Group("Send:", List.of("serve", "config", "dkim", "user", "token")),
                    new Group(
                            "See what a running server does:",
                            List.of(
                                    "top",
                                    "queue",
                                    "lanes",
                                    "incidents",
                                    "warmup",
                                    "events",
                                    "messages",
                                    "report",
                                    "trace",
                                    "webhooks",
                                    "store")),
                    new Group(
                            "Act on it:",
                            List.of(
                                    "pause",
                                    "resume",
                                    "retry",
                                    "bounce",
                                    "suppression",
                                    "import",
                                    "reload",
                                    "drain")),
                    new Group("Try it out:", List.of("demo", "simulate", "sink")),
                    new Group("This program:", List.of("version")));

    /// For our own processes; not listed.
    private static final List<String> HIDDEN = List.of("store-process", "train");

    private static final List<String> NAMES =
            Stream.concat(GROUPS.stream().flatMap(it -> it.names().stream()), HIDDEN.stream())
                    .toList();

    private Restante() {}

    /// Runs one command line and tells its exit code.
    public static int run(Surroundings given, String... arguments) {
        var surroundings = given.harmless();
        try {
            return runHarmless(surroundings, arguments);
        } finally {
            surroundings.out().flush();
            surroundings.err().flush();
        }
    }

    private static int runHarmless(Surroundings surroundings, String... arguments) {
        var commands = commands(surroundings, arguments);
        commands.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        commands.setColorScheme(
                CommandLine.Help.defaultColorScheme(surroundings.colours() ? Ansi.ON : Ansi.OFF));
        commands.setUsageHelpWidth(100);
        commands.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        commands.getHelpSectionMap().put(SECTION_KEY_COMMAND_LIST, Restante::grouped);
        commands.setParameterExceptionHandler(Restante::misused);
        commands.setExecutionExceptionHandler((e, command, parsed) -> failed(e, surroundings));
        return commands.execute(arguments);
    }

    private static String grouped(CommandLine.Help help) {
        var text = new StringBuilder();
        for (var group : GROUPS) {
            var some = new LinkedHashMap<String, CommandLine.Help>();
            help.subcommands()
                    .forEach((names, command) -> {
                        if (group.names().contains(command.commandSpec().name())) {
                            some.put(names, command);
                        }
                    });
            text.append(String.format("%n%s%n", group.heading()));
            text.append(help.commandList(some));
        }
        return text.toString();
    }

    /// The command asked for, or all of them when none is: making the others costs a tenth of a second that no answer needs.
    static CommandLine commands(Surroundings surroundings, String... arguments) {
        var commands = new CommandLine(new Restante());
        var asked = arguments.length > 0 ? arguments[0] : "";
        boolean known = NAMES.contains(asked);
        for (var name : NAMES) {
            if (!known || name.equals(asked)) {
                commands.addSubcommand(name, command(name, surroundings), aliases(name));
            }
        }
        return commands;
    }

    private static Object command(String name, Surroundings surroundings) {
        return switch (name) {
            case "explain" -> new ExplainCommand(surroundings);
            case "classify" -> new ClassifyCommand(surroundings);
            case "analyze" -> new AnalyzeCommand(surroundings);
            case "watch" -> new WatchCommand(surroundings);
            case "serve" -> new ServeCommand(surroundings);
            case "events" -> new EventsCommand(surroundings);
            case "top" -> new TopCommand(surroundings);
            case "trace" -> new TraceCommand(surroundings);
            case "reload" -> new ReloadCommand(surroundings);
            case "drain" -> new DrainCommand(surroundings);
            case "config" -> ConfigCommand.line(surroundings);
            case "demo" -> new DemoCommand(surroundings);
            case "sink" -> new SinkCommand(surroundings);
            case "simulate" -> new SimulateCommand(surroundings);
            case "dkim" ->
                    new CommandLine(new DkimCommand())
                            .addSubcommand("generate", new DkimGenerateCommand(surroundings));
            case "user" -> UserCommand.line(surroundings);
            case "token" -> TokenCommand.line(surroundings);
            case "queue" -> QueueCommand.line(surroundings);
            case "suppression" -> SuppressionCommand.line(surroundings);
            case "lanes" -> LanesCommand.line(surroundings);
            case "incidents" -> IncidentsCommand.line(surroundings);
            case "webhooks" -> WebhooksCommand.line(surroundings);
            case "warmup" -> WarmupCommand.line(surroundings);
            case "pause" -> new PauseCommand(surroundings);
            case "resume" -> new ResumeCommand(surroundings);
            case "retry", "bounce" -> QueueActCommand.line(surroundings, name);
            case "import" -> new ImportCommand(surroundings);
            case "messages" -> new MessagesCommand(surroundings);
            case "report" -> new ReportCommand(surroundings);
            case "store" -> StoreCommand.line(surroundings);
            case "store-process" -> new StoreProcessCommand(surroundings);
            case "version" -> new VersionCommand(surroundings);
            case "train" -> new TrainCommand(surroundings);
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }

    private static String[] aliases(String name) {
        return switch (name) {
            case "analyze" -> new String[] {"analyse"};
            // What every program answers to.
            case "version" -> new String[] {"--version", "-V"};
            default -> new String[0];
        };
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
        var parent = command.getParent();
        return parent == null ? "" : name(parent) + command.getCommandName() + " ";
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
            case AccessDeniedException denied ->
                    surroundings
                            .err()
                            .println("restante: " + denied.getFile() + ": access is denied");
            case IOException io -> surroundings.err().println("restante: " + oneLine(words(io)));
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

    /// Its message where it has one of ours; the name of the exception is all that some of the JDK's say.
    private static String words(IOException e) {
        boolean isOurs =
                e.getClass() == IOException.class
                        || e.getClass().getName().startsWith("org.restante.");
        return isOurs && e.getMessage() != null ? e.getMessage() : e.toString();
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", "; ").strip();
    }
}
