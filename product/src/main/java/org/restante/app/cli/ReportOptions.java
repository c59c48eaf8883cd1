package org.restante.app.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Option;

/// Which time and which mail a question to the store means. An option may stand several times: any of its values.
final class ReportOptions {
    private static final String USUAL = "24h";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From a time, or 60m, 4h, 2d ago (" + USUAL + ").")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Without it until now.")
    private @Nullable String until;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Of the recipient.")
    private List<String> domains = new ArrayList<>();

    @Option(names = "--provider", paramLabel = "WORD", description = "Such as gmail.")
    private List<String> providers = new ArrayList<>();

    @Option(names = "--site", paramLabel = "SITE")
    private List<String> sites = new ArrayList<>();

    @Option(names = "--mx-host", paramLabel = "HOST")
    private List<String> hosts = new ArrayList<>();

    @Option(names = "--source", paramLabel = "SOURCE", description = "Our address, by name.")
    private List<String> sources = new ArrayList<>();

    @Option(names = "--pool", paramLabel = "POOL")
    private List<String> pools = new ArrayList<>();

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description =
                    "'(notices)' for this server's own notices to senders, which are left out otherwise.")
    private List<String> streams = new ArrayList<>();

    @Option(names = "--tenant", paramLabel = "TENANT")
    private List<String> tenants = new ArrayList<>();

    @Option(names = "--campaign", paramLabel = "CAMPAIGN")
    private List<String> campaigns = new ArrayList<>();

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description =
                    "restante for this server's own mail; postfix, powermta … for imported logs.")
    private List<String> origins = new ArrayList<>();

    @Option(names = "--cause", paramLabel = "CAUSE", description = "greylist, rate, mailbox-full …")
    private List<String> causes = new ArrayList<>();

    @Option(names = "--stage", paramLabel = "STAGE", description = "Such as rcpt.")
    private List<String> stages = new ArrayList<>();

    /// Whether a time was asked for.
    boolean isOfATime() {
        return since != null || until != null;
    }

    /// As a query, with its first sign.
    String query(Surroundings surroundings) {
        var now = surroundings.clock().instant();
        var end = until == null ? now : moment(until, now, surroundings);
        var begin = moment(since == null ? USUAL : since, end, surroundings);
        return "?from=" + begin + "&to=" + end + narrowing();
    }

    /// Which mail alone, as further parts of a query.
    String narrowing() {
        Map<String, List<String>> any = new LinkedHashMap<>();
        any.put("domain", domains);
        any.put("provider", providers);
        any.put("site", sites);
        any.put("mx_host", hosts);
        any.put("source", sources);
        any.put("pool", pools);
        any.put("stream", streams);
        any.put("tenant", tenants);
        any.put("campaign", campaigns);
        any.put("origin", origins);
        any.put("cause", causes);
        any.put("stage", stages);
        var words = new StringBuilder();
        any.forEach((name, values) -> add(words, name, values));
        return words.toString();
    }

    static void add(StringBuilder query, String name, List<String> values) {
        for (var value : values) {
            query.append('&').append(name).append('=').append(ServerClient.encoded(value));
        }
    }

    private static Instant moment(String text, Instant end, Surroundings surroundings) {
        return switch (Moment.of(text, surroundings.zone())) {
            case Moment.At(var instant) -> instant;
            case Moment.BeforeEnd(var length) -> end.minus(length);
        };
    }
}
