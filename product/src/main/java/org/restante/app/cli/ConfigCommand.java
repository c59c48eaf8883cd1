package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.restante.app.config.BadConfig;
import org.restante.app.config.ConfigFile;
import org.restante.app.config.Effective;
import org.restante.app.config.Reference;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.migration.Migration;
import org.restante.app.server.Configured;
import org.restante.app.server.SourceAddresses;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// `restante config`: looks at a file of settings.
@Command(
        name = "config",
        description = "Look at the file of settings, restante.toml, or let a server read it anew.",
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false)
final class ConfigCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    private ConfigCommand() {}

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new ConfigCommand())
                .addSubcommand("check", new Check(surroundings))
                .addSubcommand("show", new Show(surroundings))
                .addSubcommand("import", new Import(surroundings))
                .addSubcommand("reload", new ReloadCommand(surroundings))
                .addSubcommand("example", new Example(surroundings))
                .addSubcommand("reference", new Pages(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "check, show, reload, import or example? See 'restante config --help'");
    }

    /// `restante config check`: 0 when the server would start with it, 1 when it says what is wrong, 2 when there is no such file.
    @Command(
            name = "check",
            description =
                    "Say all that is wrong with a file of settings. Exit: 0 nothing, 1 something, 2 it cannot be read.",
            sortOptions = false)
    static final class Check implements Callable<Integer> {
        private final Surroundings surroundings;

        @Parameters(paramLabel = "FILE", description = "The file of settings.")
        private Path file = Path.of("");

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this and exit.")
        private boolean help;

        Check(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            try {
                var read = ConfigFile.read(file, surroundings.environment());
                new Configured(
                                Knowledge.shipped(),
                                surroundings.clock(),
                                System::nanoTime,
                                new SecureRandom())
                        .settings(read);
                SourceAddresses.ofThisMachine(read)
                        .doubts()
                        .forEach(one -> surroundings.out().println("warning: " + one));
            } catch (BadConfig e) {
                e.problems().forEach(surroundings.out()::println);
                return Exit.FINDINGS;
            }
            surroundings.out().println(file + ": right");
            return Exit.DONE;
        }
    }

    /// `restante config show`: what is in force, and where each value comes from.
    @Command(
            name = "show",
            description = "Show every value that is in force, and where it comes from.",
            sortOptions = false)
    static final class Show implements Callable<Integer> {
        private static final int VALUES = 44;

        private final Surroundings surroundings;

        @Parameters(paramLabel = "FILE", description = "The file of settings.")
        private Path file = Path.of("");

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this and exit.")
        private boolean help;

        Show(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            try {
                show(ConfigFile.read(file, surroundings.environment()));
            } catch (BadConfig e) {
                e.problems().forEach(surroundings.err()::println);
                return Exit.INPUT;
            }
            return Exit.DONE;
        }

        private void show(ConfigFile settings) {
            var section = "";
            for (var one : settings.effective()) {
                if (!one.section().equals(section)) {
                    surroundings.out().println((section.isEmpty() ? "" : "\n") + one.heading());
                    section = one.section();
                }
                surroundings.out().println(line(one));
            }
        }

        /// A key without a value is a comment: the output can be read as a file of settings again.
        private static String line(Effective one) {
            var text =
                    one.value().isEmpty()
                            ? "# " + one.key() + " ="
                            : one.key() + " = " + one.value();
            return text + " ".repeat(Math.max(1, VALUES - text.length())) + "# " + one.from();
        }
    }

    /// `restante config example`: a file with every key.
    @Command(
            name = "example",
            description = "Print a file of settings with every key and its default, commented.",
            sortOptions = false)
    static final class Example implements Callable<Integer> {
        private final Surroundings surroundings;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this and exit.")
        private boolean help;

        Example(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            surroundings.out().print(Reference.example());
            return Exit.DONE;
        }
    }

    /// `restante config reference`: docs/configuration.md.
    @Command(
            name = "reference",
            description = "Print what every key means, as Markdown.",
            sortOptions = false)
    static final class Pages implements Callable<Integer> {
        private final Surroundings surroundings;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this and exit.")
        private boolean help;

        Pages(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            surroundings.out().print(Reference.document());
            return Exit.DONE;
        }
    }

    /// `restante config import`: another server's settings as ours.
    @Command(
            name = "import",
            description =
                    "Print a file of settings made from those of PowerMTA, KumoMTA or Postfix; its last lines name what could not be carried over.",
            sortOptions = false)
    static final class Import implements Callable<Integer> {
        private final Surroundings surroundings;

        @Option(
                names = "--from",
                paramLabel = "SERVER",
                defaultValue = "auto",
                description = "powermta, kumomta, postfix or auto (${DEFAULT-VALUE}).")
        private String from = "";

        @Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description =
                        "PowerMTA's config; KumoMTA's shaping, sources, pools and queues (TOML or JSON); Postfix' main.cf, master.cf and tables of transports, TLS policies and passwords.")
        private List<Path> files = new ArrayList<>();

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this and exit.")
        private boolean help;

        Import(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            try {
                var made = Migration.of(files, kind(), Knowledge.shipped().providers());
                surroundings.out().print(made.text());
                surroundings
                        .err()
                        .println(
                                "restante: "
                                        + made.carried()
                                        + " settings carried over, "
                                        + made.left()
                                        + " not: see the end of the file");
                return Exit.DONE;
            } catch (Migration.Unknown e) {
                throw new InputError(String.valueOf(e.getMessage()));
            }
        }

        private Migration.From kind() {
            for (var kind : Migration.From.values()) {
                if (kind.name().equalsIgnoreCase(from)) {
                    return kind;
                }
            }
            throw new InputError(
                    "--from: '"
                            + from
                            + "' is none; powermta, kumomta, postfix or auto would be right");
        }
    }
}
