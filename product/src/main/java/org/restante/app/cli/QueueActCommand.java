package org.restante.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `restante queue hold`, `release`, `retry`, `remove`, `bounce` and `move`.
@Command(sortOptions = false)
final class QueueActCommand implements Callable<Integer> {
    /// What ends mail asks for a yes above so many recipients.
    private static final long FEW = 5;

    private static final Pattern UUID =
            Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final Surroundings surroundings;
    private final String word;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private MailOptions mail = new MailOptions();

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Messages.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--all", description = "All that waits.")
    private boolean all;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is put on record.")
    private @Nullable String reason;

    @Option(names = "--yes", description = "Do it, however many there are.")
    private boolean yes;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    private @Nullable String until;
    private @Nullable String pool;

    private QueueActCommand(Surroundings surroundings, String word) {
        this.surroundings = surroundings;
        this.word = word;
    }

    static CommandLine line(Surroundings surroundings, String word) {
        var command = new QueueActCommand(surroundings, word);
        var line = new CommandLine(command);
        line.setCommandName(word);
        line.getCommandSpec().usageMessage().description(description(word));
        if (word.equals("hold")) {
            line.getCommandSpec()
                    .addOption(
                            OptionSpec.builder("--until")
                                    .paramLabel("TIME")
                                    .description("When it ends by itself: 2h, or a time.")
                                    .type(String.class)
                                    .setter(
                                            new CommandLine.Model.ISetter() {
                                                @Override
                                                @SuppressWarnings({
                                                    "unchecked",
                                                    "TypeParameterUnusedInFormals"
                                                })
                                                public <T> T set(T value) {
                                                    command.until = (String) value;
                                                    return value;
                                                }
                                            })
                                    .build());
        }
        if (word.equals("move")) {
            line.getCommandSpec()
                    .addOption(
                            OptionSpec.builder("--to-pool")
                                    .paramLabel("POOL")
                                    .description("Where to.")
                                    .required(true)
                                    .type(String.class)
                                    .setter(
                                            new CommandLine.Model.ISetter() {
                                                @Override
                                                @SuppressWarnings({
                                                    "unchecked",
                                                    "TypeParameterUnusedInFormals"
                                                })
                                                public <T> T set(T value) {
                                                    command.pool = (String) value;
                                                    return value;
                                                }
                                            })
                                    .build());
        }
        return line;
    }

    private static String description(String word) {
        return switch (word) {
            case "hold" ->
                    "Keep mail back, and what comes later and matches, until it is let go; it does not expire meanwhile.";
            case "release" -> "Let mail go that is held, although the hold stands for the rest.";
            case "retry" -> "Try mail now.";
            case "remove" -> "Take mail out; nobody is told.";
            case "bounce" -> "Give mail up and tell its senders.";
            default -> "Let mail leave by another pool.";
        };
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var which = mail.mail(ids);
        if (which.isEmpty() && !all) {
            throw new InputError("which mail? Name messages, a filter such as --domain, or --all");
        }
        ids.forEach(QueueActCommand::requireId);
        try (var client = server.connect(surroundings)) {
            return order(client, which);
        }
    }

    /// A message's id, or the `Message-ID` of its header, which has an `@`.
    private static void requireId(String id) {
        if (!id.contains("@") && !UUID.matcher(id).matches()) {
            throw new InputError(
                    "'"
                            + id
                            + "' is no id; one that 'restante queue' shows, or a Message-ID, would be right");
        }
    }

    private int order(ServerClient client, Map<String, Object> which) throws InterruptedException {
        var count = QueueCountCommand.all(client, "domain", which);
        long recipients = count.get("recipients").asLong();
        if (recipients == 0 && !word.equals("hold")) {
            surroundings.out().println("Nothing waits that matches.");
            surroundings.out().flush();
            return Exit.DONE;
        }
        if (ends() && recipients > FEW && !yes) {
            throw new InputError(
                    "this would "
                            + word
                            + " "
                            + Columns.count(recipients, "recipient")
                            + " of "
                            + Columns.count(count.get("messages").asLong(), "message")
                            + "; with --yes it does");
        }
        var ordering = new Ordering(surroundings, client);
        var order = ordering.follow(ordering.give(act(which), reason));
        if (json) {
            surroundings.out().println(order);
        } else {
            tell(order, recipients);
        }
        surroundings.out().flush();
        return Exit.DONE;
    }

    private boolean ends() {
        return word.equals("remove") || word.equals("bounce");
    }

    private Map<String, Object> act(Map<String, Object> which) {
        Map<String, Object> act = new LinkedHashMap<>();
        act.put("act", word);
        act.put("mail", which);
        if (until != null) {
            act.put("until", Until.of(until, surroundings).toString());
        }
        if (pool != null) {
            act.put("to_pool", pool);
        }
        return act;
    }

    private void tell(JsonNode order, long recipients) {
        var out = surroundings.out();
        var id = Columns.text(order, "id");
        if (word.equals("hold")) {
            var end = Columns.text(order, "until");
            out.println(
                    "Held"
                            + (end.isEmpty() ? "" : " until " + Columns.time(end))
                            + ", "
                            + Columns.text(order, "words").replace("hold ", "")
                            + ": "
                            + Columns.count(recipients, "recipient")
                            + " now, and what comes later and matches. To let them go: restante queue undo "
                            + id);
            return;
        }
        var done = Columns.count(order.get("recipients").asLong(), "recipient");
        if (Columns.text(order, "progress").equals("over")) {
            out.println(past() + " " + done + "." + why(order));
        } else {
            out.println(
                    past()
                            + " "
                            + done
                            + " so far; it goes on by itself. How far it is: restante queue acts "
                            + id);
        }
    }

    /// Why nothing changed although something matched.
    private String why(JsonNode order) {
        return word.equals("retry") && order.get("recipients").asLong() == 0
                ? " What matches is due already and waits for its lane; 'restante lanes' says why."
                : "";
    }

    private String past() {
        return switch (word) {
            case "release" -> "Let go";
            case "retry" -> "Due now:";
            case "remove" -> "Removed";
            case "bounce" -> "Given up, and their senders told:";
            default -> "Moved to pool " + pool + ":";
        };
    }
}
