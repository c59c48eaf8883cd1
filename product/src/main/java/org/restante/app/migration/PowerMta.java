package org.restante.app.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.restante.dns.AddressText;
import org.restante.mail.message.Domain;

/// PowerMTA's `config`: directives one a line, in blocks such as `<virtual-mta NAME>`, `<virtual-mta-pool NAME>`, `<domain NAME>`,
/// `<source NETWORK>`; `domain-macro NAME a,b` names domains together.
final class PowerMta {
    static final String CONNECTS =
            "how many connections a minute a receiver takes is learnt from its refusals; their number at once can be bounded";

    private static final Pattern OPENED =
            Pattern.compile("<([a-z-]+)(?:\\s+(.*?))?>", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSED = Pattern.compile("</([a-z-]+)>", Pattern.CASE_INSENSITIVE);
    private static final Pattern RATE =
            Pattern.compile("(\\d{1,12})/(s|sec|m|min|h|hr|hour|d|day)");
    private static final int DEEPEST = 10;

    private record Block(String kind, String name) {}

    private final Draft draft;
    private final Map<String, List<String>> macros = new HashMap<>();
    private final Map<String, Map<String, Long>> pools = new LinkedHashMap<>();
    private final Map<String, Origin> poolOrigins = new HashMap<>();
    private final List<String> networks = new ArrayList<>();
    private Origin networksFrom = new Origin("", 0, "");

    PowerMta(Draft draft) {
        this.draft = draft;
    }

    static boolean looksLikeIt(String text) {
        return Pattern.compile(
                        "(?mi)^\\s*<(virtual-mta|virtual-mta-pool|domain|source|acct-file)\\s")
                .matcher(text)
                .find();
    }

    void read(Path file) throws IOException {
        read(file, 0);
    }

    /// What stands only when all files were read.
    void finish() {
        pools.forEach((name, members) ->
                draft.pool(name, members, Objects.requireNonNull(poolOrigins.get(name))));
        if (!networks.isEmpty()) {
            draft.set(
                    "reception", "networks", "[" + String.join(", ", networks) + "]", networksFrom);
        }
    }

    private void read(Path file, int depth) throws IOException {
        var name = String.valueOf(file.getFileName());
        var blocks = new ArrayDeque<Block>();
        int number = 0;
        for (var raw : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
            number++;
            var line = raw.replaceFirst("(^|\\s)#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            var opened = OPENED.matcher(line);
            if (CLOSED.matcher(line).matches()) {
                blocks.poll();
            } else if (opened.matches()) {
                var block =
                        new Block(
                                opened.group(1).toLowerCase(Locale.ROOT),
                                opened.group(2) == null ? "" : opened.group(2).strip());
                blocks.push(block);
                begun(block, new Origin(name, number, line));
            } else {
                var parts = line.split("\\s+", 2);
                var origin = new Origin(name, number, parts[0]);
                var value = parts.length > 1 ? parts[1].strip() : "";
                if (parts[0].equalsIgnoreCase("include")) {
                    include(file.resolveSibling(value), origin, depth);
                } else {
                    directive(parts[0].toLowerCase(Locale.ROOT), value, blocks, origin);
                }
            }
        }
    }

    private void include(Path file, Origin origin, int depth) throws IOException {
        if (!Files.isRegularFile(file)) {
            draft.leave(origin, file + " is not there");
        } else if (depth >= DEEPEST) {
            draft.leave(origin, "files include each other");
        } else {
            read(file, depth + 1);
        }
    }

    private void begun(Block block, Origin origin) {
        switch (block.kind()) {
            case "virtual-mta", "domain", "source" -> {}
            case "virtual-mta-pool" -> poolOrigins.put(block.name(), origin);
            default -> draft.leave(origin, why(block.kind()));
        }
    }

    private static String why(String kind) {
        return switch (kind) {
            case "acct-file", "diag-file", "spool" ->
                    "every event is in the journal; 'restante events --format pmta-csv' writes accounting";
            case "smtp-pattern-list", "bounce-category-patterns" ->
                    "what a reply means is known by 'restante classify'; own rules stand in knowledge/";
            case "pattern-list" -> "mail is given a pool by its X-Restante-Pool header or its user";
            case "smtp-user" -> "users are added by 'restante user add'";
            default -> "there is no counterpart";
        };
    }

    private void directive(String name, String value, Deque<Block> blocks, Origin origin) {
        var block = blocks.peek();
        switch (block == null ? "" : block.kind()) {
            case "" -> whole(name, value, origin);
            case "virtual-mta" -> virtual(block.name(), name, value, origin);
            case "virtual-mta-pool" -> pooled(block.name(), name, value, origin);
            case "domain" -> {
                if (blocks.size() > 1) {
                    draft.leave(origin, "holds here for every source, not for one alone");
                }
                for (var domain : domains(block.name(), origin)) {
                    domain(domain, name, value, origin);
                }
            }
            case "source" -> source(block.name(), name, value, origin);
            default -> {} // The block as a whole was named.
        }
    }

    private void whole(String name, String value, Origin origin) {
        switch (name) {
            case "host-name" -> draft.set("server", "name", Draft.text(value), origin);
            case "smtp-listener" -> listener(value, origin);
            case "domain-macro" -> {
                var parts = value.split("\\s+", 2);
                macros.put(
                        parts[0].toLowerCase(Locale.ROOT),
                        parts.length < 2
                                ? List.of()
                                : List.of(parts[1].strip().split("\\s*,\\s*")));
            }
            case "smtp-server-tls-certificate" ->
                    draft.leave(
                            origin,
                            "[tls] takes a certificate and its key in PEM, without a passphrase");
            case "postmaster",
                    "http-mgmt-port",
                    "http-access",
                    "run-as-root",
                    "log-file",
                    "sync-msg-create",
                    "sync-msg-update" ->
                    draft.leave(origin, "there is no such setting here");
            case "total-max-smtp-out", "total-max-smtp-in" ->
                    draft.leave(
                            origin,
                            "there is no bound over all lanes; [reception] connections bounds clients");
            case "domain-key" ->
                    draft.leave(origin, "DKIM keys: 'restante dkim generate' and docs/DKIM.md");
            default -> domain("*", name, value, origin);
        }
    }

    private void listener(String value, Origin origin) {
        var words = value.split("\\s+");
        var at = words[0].indexOf(':') < 0 ? words[0] + ":25" : words[0];
        draft.listener(at.replaceFirst("^0\\.0\\.0\\.0:", "*:"), "relay", origin);
    }

    private void virtual(String vmta, String name, String value, Origin origin) {
        switch (name) {
            case "smtp-source-host" -> {
                var words = value.split("\\s+");
                var address = AddressText.of(words[0]);
                if (address.isEmpty()) {
                    draft.leave(origin, "'" + words[0] + "' is no address");
                    return;
                }
                var section = "source." + Draft.key(vmta);
                var key = words[0].indexOf(':') < 0 ? "ipv4" : "ipv6";
                draft.set(section, key, Draft.text(AddressText.shown(address.get())), origin);
                if (words.length > 1) {
                    draft.set(section, "ehlo", Draft.text(words[1]), origin);
                }
            }
            case "host-name" ->
                    draft.set("source." + Draft.key(vmta), "ehlo", Draft.text(value), origin);
            case "domain-key" ->
                    draft.leave(origin, "DKIM keys: 'restante dkim generate' and docs/DKIM.md");
            default ->
                    draft.leave(
                            origin,
                            "there are no settings of one source; limits hold for each source by itself");
        }
    }

    private void pooled(String pool, String name, String value, Origin origin) {
        if (name.equals("virtual-mta")) {
            var members = pools.computeIfAbsent(pool, ignored -> new LinkedHashMap<>());
            for (var member : value.split("[\\s,]+")) {
                members.merge(member, 1L, Long::sum);
            }
        } else {
            draft.leave(origin, "there is no counterpart in a pool");
        }
    }

    private List<String> domains(String name, Origin origin) {
        if (!name.startsWith("$")) {
            return List.of(name.toLowerCase(Locale.ROOT));
        }
        var domains = macros.get(name.substring(1).toLowerCase(Locale.ROOT));
        if (domains == null) {
            draft.leave(origin, "the macro " + name + " was not defined before");
            return List.of();
        }
        return domains;
    }

    private void domain(String whole, String name, String value, Origin origin) {
        var domain = whole.replaceFirst("/.*", "");
        if (!domain.equals("*") && Domain.of(domain).isEmpty()) {
            draft.leave(origin, "'" + domain + "' is no domain");
            return;
        }
        var section = draft.limits(domain);
        switch (name) {
            case "max-smtp-out" -> number(section, "connections", value, origin);
            case "max-msg-per-connection" ->
                    number(section, "messages_per_connection", value, origin);
            case "max-rcpt-per-message" -> number(section, "recipients_per_message", value, origin);
            case "max-msg-rate" -> rate(section, value, origin);
            case "bounce-after" -> lifetime(domain, value, origin);
            case "route", "smtp-hosts" -> route(domain, value, origin);
            case "connect-timeout" -> timeout(domain, "connect", value, origin);
            case "smtp-greeting-timeout" -> timeout(domain, "greeting", value, origin);
            case "smtp-command-timeout" -> {
                timeout(domain, "ehlo", value, origin);
                timeout(domain, "mail", value, origin);
                timeout(domain, "rcpt", value, origin);
            }
            case "data-send-timeout" -> timeout(domain, "block", value, origin);
            case "data-done-timeout" -> timeout(domain, "content", value, origin);
            case "retry-after" ->
                    draft.leave(
                            origin,
                            "a recipient is tried again after 15 and 30 minutes, 1, 2 and every 4 hours, or when the receiver says");
            case "backoff-mode",
                    "backoff-max-msg-rate",
                    "backoff-max-smtp-out",
                    "backoff-retry-after",
                    "backoff-to-normal-after",
                    "backoff-to-normal-after-delivery",
                    "backoff-notify",
                    "smtp-pattern-list" ->
                    draft.leave(
                            origin,
                            "a refusal closes the lane by itself, and a canary that passes opens it");
            case "dkim-sign", "domain-key", "dk-sign" ->
                    draft.leave(origin, "DKIM keys: 'restante dkim generate' and docs/DKIM.md");
            case "use-starttls", "require-starttls" ->
                    draft.leave(
                            origin,
                            "TLS is used wherever it is offered; what a domain demands is found by MTA-STS and DANE");
            case "max-cold-virtual-mta-msg", "cold-virtual-mta" ->
                    draft.leave(
                            origin,
                            "a source that is new to receivers is warmed up by a plan: [warmup.source.NAME], docs/warmup.md");
            case "max-connect-rate" -> draft.leave(origin, CONNECTS);
            case "auth-username", "auth-password" ->
                    draft.leave(
                            origin,
                            "who we are to a next hop stands in [next_hop.NAME], its password in a file of its own");
            case "log-connections",
                    "log-commands",
                    "log-resolution",
                    "log-data",
                    "log-transfer-failures" ->
                    draft.leave(origin, "'restante trace' shows conversations as they happen");
            default -> draft.leave(origin, "there is no counterpart");
        }
    }

    private void number(String section, String key, String value, Origin origin) {
        if (value.matches("\\d{1,12}")) {
            draft.least(section, key, Long.parseLong(value), origin);
        } else {
            draft.leave(
                    origin,
                    "'" + value + "' is no number; without a limit the provider's profile holds");
        }
    }

    private void rate(String section, String value, Origin origin) {
        var hourly = hourly(value);
        if (hourly < 0) {
            draft.leave(
                    origin,
                    "'" + value + "' is no rate; without a limit the provider's profile holds");
        } else {
            draft.least(section, "messages_per_hour", Math.max(1, hourly), origin);
        }
    }

    /// `100/h`, `5/m`, `2/s` by the hour; -1 when it is none.
    static long hourly(String value) {
        var rate = RATE.matcher(value.toLowerCase(Locale.ROOT).replace(",", ""));
        if (!rate.matches()) {
            return -1;
        }
        long amount = Long.parseLong(rate.group(1));
        return switch (rate.group(2).charAt(0)) {
            case 's' -> amount * 3600;
            case 'm' -> amount * 60;
            case 'd' -> amount / 24;
            default -> amount;
        };
    }

    private void lifetime(String domain, String value, Origin origin) {
        var span = Draft.span(value, "s");
        if (domain.equals("*") && span.isPresent()) {
            draft.set("queue", "bulk", Draft.text(span.get()), origin);
        } else {
            draft.leave(origin, "lifetimes are of all domains alike ([queue])");
        }
    }

    private void timeout(String domain, String key, String value, Origin origin) {
        var span = Draft.span(value, "s");
        if (domain.equals("*") && span.isPresent()) {
            draft.set("delivery", key, Draft.text(span.get()), origin);
        } else {
            draft.leave(origin, "timeouts are of all domains alike ([delivery])");
        }
    }

    private void route(String domain, String value, Origin origin) {
        var hop = value.replaceFirst("^lookup:", "");
        boolean isOne = !hop.contains(",") && !hop.contains(" ");
        if (!isOne) {
            draft.leave(origin, "a route has one next hop; the MX hosts of a name may be several");
            return;
        }
        var host = hop.replaceFirst("^\\[(.*)](:\\d+)?$", "$1$2");
        boolean isLookedUp = value.startsWith("lookup:");
        draft.set("routes", domain, Draft.text(isLookedUp ? host : brackets(host)), origin);
    }

    /// `relay.example:2525` is that host, not its MX hosts.
    private static String brackets(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0
                ? "[" + host + "]"
                : "[" + host.substring(0, colon) + "]" + host.substring(colon);
    }

    private void source(String network, String name, String value, Origin origin) {
        switch (name) {
            case "always-allow-relaying" -> {
                if (value.equalsIgnoreCase("yes")) {
                    var text = network.equals("{auth}") ? "" : network;
                    if (text.isEmpty() || text.equals("0/0") || text.equals("0.0.0.0/0")) {
                        draft.leave(
                                origin, "of " + network + ": the server would relay for everybody");
                    } else {
                        networks.add(Draft.text(text));
                        networksFrom = origin;
                    }
                }
            }
            case "max-message-size" -> {
                if (value.matches("\\d{1,15}")) {
                    draft.set("reception", "message_size", Draft.text(value + "B"), origin);
                } else {
                    draft.leave(origin, "'" + value + "' is no size");
                }
            }
            default -> draft.leave(origin, "there is no counterpart for one client's network");
        }
    }
}
