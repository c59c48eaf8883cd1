package org.restante.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante warmup`.
@Command(
        name = "warmup",
        description = {
            "Say how sources that are new to receivers are warmed up: plan against actual, day by day.",
            "A day is from midnight to midnight UTC; figures are recipients of bulk mail."
        },
        sortOptions = false)
final class WarmupCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--source", paramLabel = "SOURCE", description = "This one alone.")
    private @Nullable String source;

    @Option(
            names = "--receiver",
            paramLabel = "WORD",
            description = "A provider such as gmail, or a site.")
    private @Nullable String receiver;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "7",
            description = "So many of the latest days (${DEFAULT-VALUE}).")
    private int days = 7;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    private WarmupCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    static CommandLine line(Surroundings surroundings) {
        var line =
                new CommandLine(new WarmupCommand(surroundings))
                        .addSubcommand("plans", new WarmupPlansCommand(surroundings));
        for (var act : WarmupActCommand.ACTS) {
            line.addSubcommand(act, WarmupActCommand.line(surroundings, act));
        }
        return line;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var all = client.get("/api/v1/warmup");
            if (json) {
                surroundings.out().println(all);
            } else {
                tell(all.get("warmups"));
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private void tell(JsonNode all) {
        int shown = 0;
        for (var one : all) {
            if (isMeant(source, one, "source") && isMeant(receiver, one, "receiver")) {
                shown++;
                tell(surroundings, one, days);
            }
        }
        if (shown == 0) {
            surroundings
                    .out()
                    .println("Nothing is being warmed up. To begin: restante warmup start --help");
        }
    }

    private static boolean isMeant(@Nullable String wanted, JsonNode one, String key) {
        return wanted == null || wanted.equals(Columns.text(one, key));
    }

    static void tell(Surroundings surroundings, JsonNode one, int days) {
        var out = surroundings.out();
        out.println(
                Columns.bold(surroundings, Columns.text(one, "source"))
                        + " at "
                        + Columns.bold(surroundings, Columns.text(one, "receiver"))
                        + ", "
                        + sentence(one));
        out.println(
                "    date        day    planned       used   refused  complained  what followed");
        var history = one.get("history");
        for (int i = Math.max(0, history.size() - days); i < history.size(); i++) {
            out.println(
                    day(history.get(i))
                            + "  "
                            + Columns.text(history.get(i), "step")
                            + ": "
                            + Columns.text(history.get(i), "reason"));
        }
        out.println(day(one.get("today")) + "  " + now(one));
    }

    private static String sentence(JsonNode one) {
        if (Columns.text(one, "state").equals("warm")) {
            return "plan " + Columns.text(one, "plan") + ": warm, nothing bounds it";
        }
        var by = Columns.text(one, "ordered_by");
        return "plan "
                + Columns.text(one, "plan")
                + ", day "
                + one.get("today").get("day").asInt()
                + " of "
                + one.get("days").asInt()
                + (by.isEmpty() ? "" : ", by order of " + by);
    }

    private static String day(JsonNode day) {
        return String.format(
                java.util.Locale.ROOT,
                "    %s %4d %,10d %,10d %9s %11s",
                Columns.text(day, "date"),
                day.get("day").asInt(),
                day.get("planned").asInt(),
                day.get("used").asInt(),
                percent(day.get("refused_rate"), "-"),
                percent(day.get("complaint_rate"), "missing"));
    }

    private static String percent(JsonNode rate, String unknown) {
        return rate.isNull()
                ? unknown
                : String.format(java.util.Locale.ROOT, "%.2f %%", 100 * rate.asDouble());
    }

    private static String now(JsonNode one) {
        if (Columns.text(one, "state").equals("warm")) {
            return "today";
        }
        long next = one.get("next_in_s").asLong();
        var room = one.get("room").asInt();
        return "today: "
                + (room > 0
                        ? Columns.count(room) + " may leave now"
                        : "the next leaves in "
                                + Columns.span(java.time.Duration.ofSeconds(next + 1)));
    }
}
