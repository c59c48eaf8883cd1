package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `restante queue count`.
@Command(
        name = "count",
        description = "Say how many wait, by domain or another facet.",
        sortOptions = false)
final class QueueCountCommand implements Callable<Integer> {
    private static final int ROWS = 30;

    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Mixin private MailOptions mail = new MailOptions();

    @Option(
            names = "--by",
            paramLabel = "FACET",
            defaultValue = "domain",
            description =
                    "domain, provider, site, stream, tenant, campaign, pool, source, sender-domain, state or cause (${DEFAULT-VALUE}).")
    private String by = "domain";

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    QueueCountCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            var count = all(client, by.replace('-', '_'), mail.mail(java.util.List.of()));
            if (json) {
                surroundings.out().println(count);
            } else {
                table(count);
            }
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    /// Counts on, page after page, until all was seen.
    static ObjectNode all(ServerClient client, String by, Map<String, Object> mail) {
        var query = "/api/v1/queue/count?bound_ms=10000&by=" + by + MailOptions.query(mail);
        long recipients = 0;
        long messages = 0;
        long octets = 0;
        Map<String, Long> values = new LinkedHashMap<>();
        var cursor = "";
        do {
            var page = client.get(cursor.isEmpty() ? query : query + "&cursor=" + cursor);
            recipients += page.get("recipients").asLong();
            messages += page.get("messages").asLong();
            octets += page.get("octets").asLong();
            page.get("values")
                    .forEach(row ->
                            values.merge(
                                    Columns.text(row, "value"),
                                    row.get("recipients").asLong(),
                                    Long::sum));
            cursor = Columns.text(page, "next");
        } while (!cursor.isEmpty());
        var out = JsonMapper.builder().build().createObjectNode();
        out.put("recipients", recipients).put("messages", messages).put("octets", octets);
        out.put("by", by);
        var rows = out.putArray("values");
        values.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry ->
                        rows.addObject()
                                .put("value", entry.getKey())
                                .put("recipients", entry.getValue()));
        out.putNull("next");
        out.put("complete", true);
        return out;
    }

    private void table(JsonNode count) {
        var out = surroundings.out();
        long recipients = count.get("recipients").asLong();
        if (recipients == 0) {
            out.println("Nothing waits that matches.");
            return;
        }
        out.println(
                Columns.count(recipients, "recipient")
                        + " of "
                        + Columns.count(count.get("messages").asLong(), "message")
                        + " wait, "
                        + Columns.octets(count.get("octets").asLong())
                        + ".");
        out.println(Columns.bold(surroundings, "recipients   share  " + by));
        int shown = 0;
        long others = recipients;
        for (var row : count.get("values")) {
            if (shown++ == ROWS) {
                out.println(row("(others)", others, recipients));
                return;
            }
            others -= row.get("recipients").asLong();
            out.println(
                    row(Columns.text(row, "value"), row.get("recipients").asLong(), recipients));
        }
    }

    private static String row(String value, long count, long all) {
        return String.format(
                java.util.Locale.ROOT,
                "%10s  %5.1f%%  %s",
                Columns.count(count),
                100.0 * count / all,
                Columns.fit(value, 78).strip());
    }
}
