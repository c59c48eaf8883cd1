package org.restante.app.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Option;

/// Which waiting mail a command means. An option may stand several times: any of its values.
final class MailOptions {
    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "Of the recipient; '*.example.com' for all below it.")
    private List<String> domains = new ArrayList<>();

    @Option(names = "--provider", paramLabel = "WORD", description = "Such as gmail.")
    private List<String> providers = new ArrayList<>();

    @Option(names = "--site", paramLabel = "SITE", description = "As 'restante lanes' names it.")
    private List<String> sites = new ArrayList<>();

    @Option(names = "--stream", paramLabel = "STREAM")
    private List<String> streams = new ArrayList<>();

    @Option(names = "--tenant", paramLabel = "TENANT")
    private List<String> tenants = new ArrayList<>();

    @Option(names = "--campaign", paramLabel = "CAMPAIGN")
    private List<String> campaigns = new ArrayList<>();

    @Option(names = "--pool", paramLabel = "POOL")
    private List<String> pools = new ArrayList<>();

    @Option(names = "--source", paramLabel = "SOURCE", description = "Our address, by name.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--sender-domain",
            paramLabel = "DOMAIN",
            description = "Of the reverse-path or of From.")
    private List<String> senderDomains = new ArrayList<>();

    @Option(
            names = "--message",
            paramLabel = "ID",
            description = "The id the 250 named, or the Message-ID.")
    private List<String> messages = new ArrayList<>();

    @Option(names = "--recipient", paramLabel = "ADDRESS")
    private List<String> recipients = new ArrayList<>();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "waiting (its time), ready (its lane), in-flight or held.")
    private List<String> states = new ArrayList<>();

    @Option(
            names = "--cause",
            paramLabel = "CAUSE",
            description = "Why the last attempt came to nothing: greylist, rate, mailbox-full …")
    private List<String> causes = new ArrayList<>();

    @Option(names = "--export", paramLabel = "ID", description = "Taken out by this export.")
    private List<String> exports = new ArrayList<>();

    @Option(names = "--older-than", paramLabel = "AGE", description = "Such as 4h or 2d.")
    private @Nullable String olderThan;

    @Option(names = "--younger-than", paramLabel = "AGE", description = "Such as 30m.")
    private @Nullable String youngerThan;

    /// @param ids further messages, as arguments
    Map<String, Object> mail(List<String> ids) {
        Map<String, Object> mail = new LinkedHashMap<>();
        put(mail, "domain", domains);
        put(mail, "provider", providers);
        put(mail, "site", sites);
        put(mail, "stream", streams);
        put(mail, "tenant", tenants);
        put(mail, "campaign", campaigns);
        put(mail, "pool", pools);
        put(mail, "source", sources);
        put(mail, "sender_domain", senderDomains);
        List<String> all = new ArrayList<>(messages);
        all.addAll(ids);
        put(mail, "message", all);
        put(mail, "recipient", recipients);
        put(mail, "state", states);
        put(mail, "cause", causes);
        put(mail, "export", exports);
        if (olderThan != null) {
            mail.put("older_than_s", age("--older-than", olderThan).toSeconds());
        }
        if (youngerThan != null) {
            mail.put("younger_than_s", age("--younger-than", youngerThan).toSeconds());
        }
        return mail;
    }

    private static void put(Map<String, Object> mail, String facet, List<String> values) {
        if (!values.isEmpty()) {
            mail.put(facet, List.copyOf(values));
        }
    }

    private static Duration age(String option, String text) {
        return Moment.length(text)
                .orElseThrow(() ->
                        new InputError(
                                option
                                        + ": '"
                                        + text
                                        + "' is no age; 30m, 4h or 2d would be right"));
    }

    /// The same as a query, `&` before each.
    static String query(Map<String, Object> mail) {
        return mail.entrySet().stream()
                .flatMap(entry ->
                        (entry.getValue() instanceof List<?> any ? any : List.of(entry.getValue()))
                                .stream()
                                        .map(value ->
                                                "&"
                                                        + entry.getKey()
                                                        + "="
                                                        + ServerClient.encoded(
                                                                String.valueOf(value))))
                .collect(Collectors.joining());
    }
}
