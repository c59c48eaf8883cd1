package org.restante.app.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `restante report`: what became of mail over a time, beside the time before; from a running server's store.
@Command(
        name = "report",
        description = {
            "Say what became of mail over a time, by provider, domain, source …, beside the time before.",
            "Imported logs count too; --origin restante leaves them out."
        },
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {
    private static final int KEY = 28;

    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private ReportOptions options = new ReportOptions();

    @Option(
            names = "--by",
            paramLabel = "CUT",
            defaultValue = "provider",
            description =
                    "provider, domain, site, mx-host, source, pool, stream, tenant, campaign, origin, cause, stage, or reply for the refusals that were said most (${DEFAULT-VALUE}).")
    private String by = "provider";

    @Option(
            names = "--across",
            paramLabel = "CUT",
            description = "Split each row again by this, its 20 values with most attempts.")
    private @Nullable String across;

    @Option(
            names = "--every",
            paramLabel = "STRETCH",
            description = "hour or day: also how it went over the time (with --json).")
    private @Nullable String every;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Rows (${DEFAULT-VALUE}, at most 1000).")
    private int limit = 20;

    @Option(
            names = "--persistent",
            description =
                    "Instead, who is deferred still, now: by how long that lasts (1 h, 4 h, 24 h, 72 h), and those that last longest.")
    private boolean persistent;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            if (persistent) {
                persistent(client);
                return Exit.DONE;
            }
            var query = options.query(surroundings) + "&limit=" + limit;
            boolean isOfReplies = by.equals("reply");
            var report =
                    client.get(
                            isOfReplies
                                    ? "/api/v1/reports/replies" + query
                                    : "/api/v1/reports/deliverability"
                                            + query
                                            + "&by="
                                            + ServerClient.encoded(by.replace('-', '_'))
                                            + (across == null
                                                    ? ""
                                                    : "&across="
                                                            + ServerClient.encoded(
                                                                    across.replace('-', '_')))
                                            + (every == null
                                                    ? ""
                                                    : "&every=" + ServerClient.encoded(every)));
            if (json) {
                surroundings.out().println(report);
            } else if (isOfReplies) {
                replies(report);
            } else {
                table(report);
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private void persistent(ServerClient client) throws IOException {
        if (by.equals("reply") || across != null || every != null || options.isOfATime()) {
            throw new InputError(
                    "--persistent: is of now, and goes with --by and what narrows; without --since, --until, --across, --every and --by reply would be right");
        }
        var query = "?limit=" + limit + "&recipients=" + limit + options.narrowing();
        var report =
                client.get(
                        "/api/v1/reports/deferred"
                                + query
                                + "&by="
                                + ServerClient.encoded(by.replace('-', '_')));
        if (json) {
            surroundings.out().println(report);
        } else {
            new DeferredTable(surroundings).show(by, report);
        }
        surroundings.out().flush();
    }

    private void table(JsonNode report) {
        var out = surroundings.out();
        out.println(
                "From "
                        + Columns.time(Columns.text(report, "from"))
                        + " to "
                        + Columns.time(Columns.text(report, "to"))
                        + "; 'before' is as long a time before it.");
        out.println(
                Columns.bold(
                        surroundings,
                        Columns.fit(by, KEY)
                                + "   attempts  delivered   deferred    bounced  deferral  before  a delivery   p50      p90"));
        var total = report.get("total");
        var before = report.get("before");
        for (var row : report.get("rows")) {
            var all = isOfRefusals(by) ? total : row;
            if (row.get("attempts").asLong() > 0) {
                out.println(
                        line(
                                Columns.text(row, "key"),
                                row,
                                share(row, all),
                                share(
                                        row.get("before"),
                                        isOfRefusals(by) ? before : row.get("before"))));
            }
            for (var cell : row.path("cells")) {
                if (cell.get("attempts").asLong() > 0) {
                    var of = isOfRefusals(across) ? row : isOfRefusals(by) ? total : cell;
                    out.println(line("  " + Columns.text(cell, "key"), cell, share(cell, of), ""));
                }
            }
        }
        out.println(line("all", total, share(total, total), share(before, before)));
        if (isOfRefusals(by)) {
            out.println("Only refusals have a " + by + ": 'deferral' is of all attempts.");
        }
        long others = report.get("others").asLong();
        if (others > 0) {
            out.println(Columns.count(others) + " more; --limit shows them.");
        }
    }

    /// Whether only what was refused has it: what is delivered then is in no row.
    private static boolean isOfRefusals(@Nullable String cut) {
        return cut != null && (cut.equals("cause") || cut.equals("stage"));
    }

    private static String line(String key, JsonNode row, String share, String before) {
        return Columns.fit(key, KEY)
                + String.format(
                        Locale.ROOT,
                        " %10s %10s %10s %10s  %8s %7s  %10s   %-7s  %s",
                        Columns.count(row.get("attempts").asLong()),
                        Columns.count(row.get("delivered").asLong()),
                        Columns.count(row.get("deferred").asLong()),
                        Columns.count(row.get("bounced").asLong()),
                        share,
                        before,
                        perDelivery(row),
                        seconds(row, "delay_p50_s"),
                        seconds(row, "delay_p90_s"));
    }

    /// How much of all attempts was deferred here.
    private static String share(JsonNode row, JsonNode all) {
        long attempts = all.get("attempts").asLong();
        return attempts == 0
                ? "-"
                : String.format(
                        Locale.ROOT, "%.1f %%", 100.0 * row.get("deferred").asLong() / attempts);
    }

    private static String perDelivery(JsonNode row) {
        var ratio = row.path("deferrals_per_delivery");
        return ratio.isNumber() ? String.format(Locale.ROOT, "%.2f", ratio.asDouble()) : "-";
    }

    private static String seconds(JsonNode row, String name) {
        var delay = row.get(name);
        if (delay.isNull()) {
            return "-";
        }
        double seconds = delay.asDouble();
        return seconds < 10
                ? String.format(Locale.ROOT, "%.1fs", seconds)
                : Columns.span(java.time.Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private void replies(JsonNode report) {
        var out = surroundings.out();
        if (report.get("replies").isEmpty()) {
            out.println("Nothing was refused that matches.");
        }
        for (var reply : report.get("replies")) {
            out.println(
                    Columns.bold(surroundings, Columns.count(reply.get("times").asLong()) + " ×")
                            + " "
                            + words(reply, "provider")
                            + words(reply, "stage")
                            + words(reply, "trouble")
                            + words(reply, "cause")
                            + "about "
                            + Columns.count(reply.get("recipients").asLong(), "recipient"));
            var code = Columns.text(reply, "code");
            out.println(
                    "    "
                            + (reply.path("texts").asLong() > 1 ? "such as: " : "")
                            + (code.isEmpty() ? "" : code + " ")
                            + Columns.printable(Columns.text(reply, "text")));
        }
    }

    private static String words(JsonNode reply, String name) {
        var word = Columns.text(reply, name);
        return word.isEmpty() ? "" : word + ", ";
    }
}
